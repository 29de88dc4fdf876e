package dev.legato.edge.lane;

import dev.legato.contracts.SignedPath;
import dev.legato.edge.http.RequestTarget;
import java.time.Duration;
import java.util.Optional;
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
    private static final long UNLIMITED = Long.MAX_VALUE;

    private final AtomicInteger paced = new AtomicInteger();
    private final ConcurrentMap<String, Integer> pacedOf = new ConcurrentHashMap<>();

    private volatile Rates rates;

    /**
     * What answers are held to.
     *
     * @param burst audio that is sent as fast as the network takes it
     * @param multiple of the audio's rate that follows; 0 to hold nothing
     * @param total bytes a second for all, 0 for no ceiling
     * @param listener bytes a second for each listener, 0 for no ceiling
     */
    public record Rates(Duration burst, double multiple, long total, long listener) {
        private static long ceiling(long bytesPerSecond) {
            return bytesPerSecond == 0 ? UNLIMITED : bytesPerSecond;
        }
    }

    public Pacing(Rates rates) {
        this.rates = rates;
    }

    /** Holds answers to these rates from now on. */
    public void replace(Rates others) {
        rates = others;
    }

    /** Answers being paced now. */
    public int count() {
        return paced.get();
    }

    /** Whether answers are held to anything. */
    boolean isOn() {
        return rates.multiple() > 0;
    }

    /** Bytes of an answer that go unpaced. */
    long burstBytes(long bytesPerSecond) {
        return bytesPerSecond * rates.burst().toMillis() / 1000;
    }

    /** Whether the token in a target says that its answer goes unpaced (it was verified before). */
    static boolean isUnpaced(String target) {
        return link(target).map(SignedPath::unpaced).orElse(false);
    }

    /** Whose answer it is, as the token in its target says (which was verified before); {@code -} for anyone. */
    static String listenerOf(String target) {
        return link(target).map(SignedPath::listener).orElse(SignedPath.ANYONE);
    }

    private static Optional<SignedPath> link(String target) {
        int slash = RequestTarget.tokenIndex(target);
        int end = slash < 0 ? -1 : target.indexOf('/', slash + 1);
        return end < 0 ? Optional.empty() : SignedPath.read(target.substring(slash + 2, end));
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
        Rates now = rates;
        long wished = (long) (bytesPerSecond * now.multiple());
        long share = Math.min(
                Rates.ceiling(now.total()) / Math.max(1, paced.get()),
                // What nobody signed for is nobody's, and shares only the ceiling of all.
                listenerName.equals(SignedPath.ANYONE)
                        ? UNLIMITED
                        : Rates.ceiling(now.listener()) / Math.max(1, pacedOf.getOrDefault(listenerName, 1)));
        return Math.clamp(Math.min(wished, share), 1, Integer.MAX_VALUE);
    }
}
