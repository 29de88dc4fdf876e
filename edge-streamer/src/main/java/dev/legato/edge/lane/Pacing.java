package dev.legato.edge.lane;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast answers go: a burst, so that playing starts at once, then a multiple of the audio's own rate, within what all
 * listeners and each of them may have.
 *
 * <p>The ceilings are shared evenly among the answers that are being paced; an answer takes its share anew with each piece
 * of its file. One instance serves all event loops.
 */
public final class Pacing {
    private static final String ANYONE = "-";
    private static final long UNLIMITED = Long.MAX_VALUE;

    private final Duration burst;
    private final double multiple;
    private final long total;
    private final long listener;
    private final AtomicInteger paced = new AtomicInteger();
    private final ConcurrentMap<String, Integer> pacedOf = new ConcurrentHashMap<>();

    /**
     * @param burst audio that is sent as fast as the network takes it
     * @param multiple of the audio's rate that follows
     * @param total bytes a second for all, 0 for no ceiling
     * @param listener bytes a second for each listener, 0 for no ceiling
     */
    public Pacing(Duration burst, double multiple, long total, long listener) {
        this.burst = burst;
        this.multiple = multiple;
        this.total = total == 0 ? UNLIMITED : total;
        this.listener = listener == 0 ? UNLIMITED : listener;
    }

    /** Answers being paced now. */
    public int count() {
        return paced.get();
    }

    /** Bytes of an answer that go unpaced. */
    long burstBytes(long bytesPerSecond) {
        return bytesPerSecond * burst.toMillis() / 1000;
    }

    /** Whose answer it is, as the token in its target says (which was verified before); {@code -} for anyone. */
    static String listenerOf(String target) {
        int token = target.indexOf("/~");
        String[] parts = token < 0 ? new String[0] : target.substring(token).split("\\.", 4);
        return parts.length < 4 ? ANYONE : parts[2];
    }

    void join(String listenerName) {
        paced.incrementAndGet();
        var _ = pacedOf.merge(listenerName, 1, Integer::sum);
    }

    void leave(String listenerName) {
        paced.decrementAndGet();
        var _ = pacedOf.computeIfPresent(listenerName, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Bytes a second for one of the answers that have joined. */
    int rate(long bytesPerSecond, String listenerName) {
        long wished = (long) (bytesPerSecond * multiple);
        long share = Math.min(
                total / Math.max(1, paced.get()),
                // What nobody signed for is nobody's, and shares only the ceiling of all.
                listenerName.equals(ANYONE)
                        ? UNLIMITED
                        : listener / Math.max(1, pacedOf.getOrDefault(listenerName, 1)));
        return Math.clamp(Math.min(wished, share), 1, Integer.MAX_VALUE);
    }
}
