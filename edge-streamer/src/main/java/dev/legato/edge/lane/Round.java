package dev.legato.edge.lane;

import dev.legato.edge.file.OpenFiles;
import dev.legato.edge.http.DateField;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What the requests have in common that one round of an event loop brings to its fast lanes: the moment, looked up for
 * the first of them, and their answers' sending, after the last. To read and decide takes the processor other
 * instructions than to send, and no more of either than its caches hold: one after the other for each connection, each
 * would push the other out.
 */
final class Round implements Runnable {
    private static final long DATED_NANOS = 10_000_000;

    private final EventExecutor loop;
    private final DateField date;
    private final OpenFiles files;
    private final Deque<FastLane> answers = new ArrayDeque<>();
    private boolean begun;
    private long seconds;
    private long datedAt = System.nanoTime() - DATED_NANOS;
    private Moment moment = new Moment(0, 0);

    /** @param files asked for changes first, so that a file found at the round's moment is as it was then */
    Round(EventExecutor loop, DateField date, OpenFiles files) {
        this.loop = loop;
        this.date = date;
        this.files = files;
    }

    /** When the round's first request was read. */
    Moment moment() {
        if (!begun) {
            begun = true;
            moment = at(System.nanoTime());
            files.pollChanges();
            loop.execute(this); // the loop runs it after the round's reads
        }
        return moment;
    }

    /** The day's clock moves on by seconds and is not looked at for every round. */
    private Moment at(long nanos) {
        if (nanos - datedAt >= DATED_NANOS) {
            datedAt = nanos;
            seconds = date.now();
        }
        return new Moment(seconds, nanos);
    }

    /** Has an answer sent that was decided on at the round's moment. */
    void add(FastLane lane) {
        answers.add(lane);
    }

    @Override
    public void run() {
        begun = false;
        Moment decided = moment;
        try {
            for (FastLane lane = answers.poll(); lane != null; lane = answers.poll()) {
                lane.send(decided);
            }
        } finally {
            if (!answers.isEmpty()) {
                loop.execute(this); // one that failed takes none of the others with it
            }
        }
    }
}
