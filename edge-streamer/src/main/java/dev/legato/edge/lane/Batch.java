package dev.legato.edge.lane;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The answers that the fast lane has decided on in one round of an event loop, sent when all that the round brought is
 * read. To read and decide takes the processor other instructions than to send, and no more of either than its caches
 * hold: one after the other for each connection, each would push the other out.
 */
final class Batch implements Runnable {
    private final Deque<FastLane> lanes = new ArrayDeque<>();
    private final EventExecutor loop;

    Batch(EventExecutor loop) {
        this.loop = loop;
    }

    void add(FastLane lane) {
        if (lanes.isEmpty()) {
            loop.execute(this); // the loop runs it after the round's reads
        }
        lanes.add(lane);
    }

    @Override
    public void run() {
        try {
            for (FastLane lane = lanes.poll(); lane != null; lane = lanes.poll()) {
                lane.send();
            }
        } finally {
            if (!lanes.isEmpty()) {
                loop.execute(this); // one that failed takes none of the others with it
            }
        }
    }
}
