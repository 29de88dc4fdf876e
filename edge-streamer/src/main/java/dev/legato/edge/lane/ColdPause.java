package dev.legato.edge.lane;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Keeps a connection's writes in order while a worker reads pages from the disk for one of them: what is written
 * meanwhile waits here. So a slow disk does not stop an event loop.
 */
final class ColdPause {
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean active;

    /** Whether a worker is reading, so that other writes have to {@linkplain #defer wait}. */
    boolean isActive() {
        return active;
    }

    void begin() {
        active = true;
    }

    /** Runs a write after the pause. */
    void defer(Runnable write) {
        waiting.add(write);
    }

    /**
     * Ends the pause: runs {@code write}, which was paused for, and what waited behind it until one of these pauses
     * anew.
     */
    void end(Runnable write) {
        active = false;
        write.run();
        while (!active && !waiting.isEmpty()) {
            waiting.remove().run();
        }
    }
}
