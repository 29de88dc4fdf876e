package dev.legato.runtime.postgres;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import com.github.benmanes.caffeine.cache.Ticker;
import io.vertx.core.Future;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Up to where in the write-ahead log a replica must be, so that who wrote reads what was written.
 *
 * <p>A position is remembered for as long as a replica that has not reached it could still pass for one that does not lag:
 * the greatest lag, and what looks at replicas may be late. A longer memory would find nothing that is not true already. If
 * more callers write than have room, what is dropped counts for everybody until it has expired.
 */
final class WritePositions {
    /** A look's interval, its age at most and the time it takes, with as much again to spare. */
    private static final Duration LATENESS = Duration.ofSeconds(5);

    /** Some 15 MB, at 150 bytes each: 10,000 writers per second, with the usual greatest lag. */
    private static final int MAX_REMEMBERED = 100_000;

    private final Cache<String, Long> own;
    private final Cache<Boolean, Long> dropped;
    private final @Nullable SharedPositions shared;

    /** @param shared what other instances know, or null */
    WritePositions(Duration maxLag, @Nullable SharedPositions shared, Ticker ticker) {
        this(maxLag, shared, ticker, MAX_REMEMBERED);
    }

    WritePositions(Duration maxLag, @Nullable SharedPositions shared, Ticker ticker, int room) {
        Duration kept = kept(maxLag);
        this.shared = shared;
        dropped = Caffeine.newBuilder()
                .maximumSize(1)
                .expireAfterWrite(kept)
                .ticker(ticker)
                .build();
        own = Caffeine.newBuilder()
                .maximumSize(room)
                .expireAfterWrite(kept)
                .ticker(ticker)
                .executor(Runnable::run)
                .evictionListener(this::evicted)
                .build();
    }

    /** How long a position is remembered. */
    static Duration kept(Duration maxLag) {
        return maxLag.plus(LATENESS);
    }

    private void evicted(@Nullable String account, @Nullable Long position, RemovalCause cause) {
        if (cause == RemovalCause.SIZE && position != null) {
            var _ = dropped.asMap().merge(true, position, Math::max);
        }
    }

    /**
     * Remembers that a caller has written; completes when other instances know, or cannot be told.
     *
     * @param position of the primary after the commit, in bytes; {@link Long#MAX_VALUE} if it is not known, which sends the
     *     caller's reads to the primary
     */
    Future<Void> remember(String account, long position) {
        var _ = own.asMap().merge(account, position, Math::max);
        return shared == null ? Future.succeededFuture() : shared.remember(account, position);
    }

    /** What a replica must have replayed before a caller may read it; 0 if anything will do. */
    Future<Long> required(String account) {
        Long everybody = dropped.getIfPresent(true);
        Long position = own.getIfPresent(account);
        long known = Math.max(everybody == null ? 0 : everybody, position == null ? 0 : position);
        return shared == null
                ? Future.succeededFuture(known)
                : shared.position(account).map(others -> Math.max(known, others));
    }
}
