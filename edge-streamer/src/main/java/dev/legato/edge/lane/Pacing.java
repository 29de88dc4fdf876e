package dev.legato.edge.lane;

import dev.legato.contracts.SignedPath;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How fast answers are sent: a burst, so that playing starts at once, then a multiple of the audio's own rate, below a
 * ceiling for all listeners and one for each of them.
 *
 * <p>The ceilings are divided evenly among the answers that are being paced; each answer's share is computed anew with
 * each piece of its file. One instance serves all event loops.
 */
public final class Pacing {
    private static final long UNLIMITED = Long.MAX_VALUE;

    private final AtomicInteger paced = new AtomicInteger();
    private final ConcurrentMap<String, Integer> pacedOf = new ConcurrentHashMap<>();

    private volatile Rates rates;

    /**
     * The rates of answers.
     *
     * @param burst audio that is sent as fast as the network takes it
     * @param multiple of the audio's rate, for what follows the burst; 0 to pace nothing
     * @param total bytes per second for all, 0 for no ceiling
     * @param listener bytes per second for each listener, 0 for no ceiling
     */
    public record Rates(Duration burst, double multiple, long total, long listener) {
        private static long ceiling(long bytesPerSecond) {
            return bytesPerSecond == 0 ? UNLIMITED : bytesPerSecond;
        }
    }

    public Pacing(Rates rates) {
        this.rates = rates;
    }

    /** Replaces the rates, for answers under way too. */
    public void replace(Rates others) {
        rates = others;
    }

    /** How many answers are being paced. */
    public int count() {
        return paced.get();
    }

    /** Whether answers are paced. */
    boolean isOn() {
        return rates.multiple() > 0;
    }

    /** How many bytes of an answer are sent unpaced. */
    long burstBytes(long bytesPerSecond) {
        return bytesPerSecond * rates.burst().toMillis() / 1000;
    }

    /** Counts an answer that is paced from now on. */
    void join(String listenerName) {
        paced.incrementAndGet();
        var _ = pacedOf.merge(listenerName, 1, Integer::sum);
    }

    /** Counts off an answer that is no longer paced. */
    void leave(String listenerName) {
        paced.decrementAndGet();
        var _ = pacedOf.computeIfPresent(listenerName, (_, count) -> count == 1 ? null : count - 1);
    }

    /** Bytes per second for one of the answers that have joined. */
    int rate(long bytesPerSecond, String listenerName) {
        Rates now = rates;
        long wanted = (long) (bytesPerSecond * now.multiple());
        long share = Math.min(
                Rates.ceiling(now.total()) / Math.max(1, paced.get()),
                // Links for anyone belong to no listener, and share only the ceiling of all.
                listenerName.equals(SignedPath.ANYONE)
                        ? UNLIMITED
                        : Rates.ceiling(now.listener()) / Math.max(1, pacedOf.getOrDefault(listenerName, 1)));
        return Math.clamp(Math.min(wanted, share), 1, Integer.MAX_VALUE);
    }
}
