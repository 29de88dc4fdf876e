package dev.legato.metadata.cache;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Policy;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Catalogue entries in this process, bounded by their weight and each by its time to live. For use by any thread.
 *
 * <p>A reader that read before a change must not put the old state back after it. So each key has a counter that a change
 * raises, a reader notes it before it reads, and putting compares it under the same lock as removing. Keys share
 * {@value #STRIPES} counters; that two share one only costs an entry that is not kept.
 *
 * <p>Changes of other instances come over a connection that may be lost, silently as well. What was loaded more than
 * {@link #TRUST} ago is therefore answered only while that connection was heard within the same time: so nobody reads what
 * was changed longer ago than that.
 */
final class NearCache {
    /** How long an entry is answered without knowing of changes. */
    static final Duration TRUST = Duration.ofSeconds(1);

    private static final int STRIPES = 4_096;
    private static final int ENTRY_BYTES = 256;

    private final Cache<EntryKey, Near> entries;
    private final AtomicLongArray changes = new AtomicLongArray(STRIPES);
    private final LongSupplier nanoTime;
    private final LongSupplier heardAt;

    /**
     * An entry in memory.
     *
     * @param value null if there is none
     * @param bytes the length of its document
     * @param loadedAt when its reading began, by the cache's clock
     * @param refreshAt when it should be read again
     * @param expiresAt when it must not be answered any more
     */
    record Near(@Nullable Object value, int bytes, long loadedAt, long refreshAt, long expiresAt) {}

    /**
     * An empty cache.
     *
     * @param maxBytes about how much memory entries may take
     * @param nanoTime a clock like {@link System#nanoTime}
     * @param heardAt the time, by that clock, up to which all changes are known
     */
    NearCache(long maxBytes, LongSupplier nanoTime, LongSupplier heardAt) {
        this.nanoTime = nanoTime;
        this.heardAt = heardAt;
        this.entries = Caffeine.newBuilder()
                .maximumWeight(maxBytes)
                // A record takes about twice the room of its JSON.
                .weigher((EntryKey _, Near near) -> ENTRY_BYTES + 2 * near.bytes())
                .expireAfter(Expiry.creating((EntryKey _, Near near) ->
                        Duration.ofNanos(Math.max(0, near.expiresAt() - nanoTime.getAsLong()))))
                .ticker(nanoTime::getAsLong)
                .executor(Runnable::run)
                .build();
    }

    /** The entry, if it may be answered. */
    @Nullable
    Near get(EntryKey key) {
        Near near = entries.getIfPresent(key);
        if (near == null) {
            return null;
        }
        long now = nanoTime.getAsLong();
        boolean known = now - heardAt.getAsLong() <= TRUST.toNanos() || now - near.loadedAt() <= TRUST.toNanos();
        return known && now - near.expiresAt() < 0 ? near : null;
    }

    /** The key's counter, to be noted before its entry is read elsewhere. */
    long changes(EntryKey key) {
        return changes.get(stripe(key));
    }

    /** Keeps an entry, unless it was changed since {@code changesBefore} was noted. */
    void put(EntryKey key, Near near, long changesBefore) {
        var _ = entries.asMap().compute(key, (_, present) -> changes(key) == changesBefore ? near : present);
    }

    /** Drops an entry that was changed, and that readers under way are about to put. */
    void remove(EntryKey key) {
        changes.incrementAndGet(stripe(key));
        entries.invalidate(key);
    }

    /** Drops all entries, and those that readers under way are about to put. */
    void clear() {
        for (int i = 0; i < STRIPES; i++) {
            changes.incrementAndGet(i);
        }
        entries.invalidateAll();
    }

    /** The weight of what it holds, in bytes. */
    long bytes() {
        return entries.policy()
                .eviction()
                .map(Policy.Eviction::weightedSize)
                .map(size -> size.orElse(0))
                .orElse(0L);
    }

    /** Nanoseconds from now, by the cache's clock. */
    long in(long millis) {
        return nanoTime.getAsLong() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static int stripe(EntryKey key) {
        int hash = key.hashCode();
        return (hash ^ (hash >>> 16)) & (STRIPES - 1);
    }
}
