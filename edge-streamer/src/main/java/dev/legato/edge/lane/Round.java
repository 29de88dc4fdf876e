package dev.legato.edge.lane;

import dev.legato.edge.http.DateField;
import dev.legato.edge.source.Source;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * One round of an event loop, as its fast lanes see it. All its requests share one moment, read for the first of them,
 * and their answers are sent together after the last. Deciding and sending run different instructions, and the
 * processor's caches hold those of one of them: done in turns for each connection, each would evict the other's.
 */
final class Round implements Runnable {
    private static final long MAX_DATE_AGE_NANOS = 10_000_000;

    private final EventExecutor loop;
    private final DateField date;
    private final Source source;
    private final Deque<FastLane> answers = new ArrayDeque<>();
    private boolean scheduled;
    private long seconds;
    private long dateReadAt = System.nanoTime() - MAX_DATE_AGE_NANOS;
    private Moment moment = new Moment(0, 0);

    /** @param source polled for changes first, so that a file found at the round's moment is current as of then */
    Round(EventExecutor loop, DateField date, Source source) {
        this.loop = loop;
        this.date = date;
        this.source = source;
    }

    /** The moment at which the round's first request was read. */
    Moment moment() {
        if (!scheduled) {
            scheduled = true;
            moment = at(System.nanoTime());
            source.pollChanges();
            loop.execute(this); // the loop runs it after the round's reads
        }
        return moment;
    }

    /** The date changes once per second, so the wall clock is not read in every round. */
    private Moment at(long nanos) {
        if (nanos - dateReadAt >= MAX_DATE_AGE_NANOS) {
            dateReadAt = nanos;
            seconds = date.now();
        }
        return new Moment(seconds, nanos);
    }

    /** Schedules the sending of an answer that was decided on at the round's moment. */
    void add(FastLane lane) {
        answers.add(lane);
    }

    @Override
    public void run() {
        scheduled = false;
        Moment decided = moment;
        try {
            for (FastLane lane = answers.poll(); lane != null; lane = answers.poll()) {
                lane.send(decided);
            }
        } finally {
            if (!answers.isEmpty()) {
                loop.execute(this); // one answer has failed; the others are sent all the same
            }
        }
    }
}
