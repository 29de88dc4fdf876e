package dev.legato.metadata.cache;

import dev.legato.metadata.cache.CacheMetrics.Answer;
import dev.legato.metadata.cache.CacheMetrics.Level;
import dev.legato.metadata.cache.NearCache.Near;
import dev.legato.metadata.catalogue.Kind;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Reads entries from memory, and those that are not there once at a time: whoever wants an entry that is being loaded waits
 * for that load. For use by any thread.
 */
final class SharedLoads {
    /** How many entries may be read again in the background at a time. */
    private static final int MAX_REFRESHES = 256;

    /** How long an entry is left alone whose reading again has failed. */
    private static final long REFRESH_PAUSE_MS = 1_000;

    private final Vertx vertx;
    private final NearCache near;
    private final EntryLoader loader;
    private final CacheMetrics metrics;
    private final LongSupplier nanoTime;
    private final RandomGenerator random;
    private final ConcurrentMap<EntryKey, Load> loads = new ConcurrentHashMap<>();
    private final Set<EntryKey> refreshes = ConcurrentHashMap.newKeySet();

    /**
     * A reading under way.
     *
     * @param changesBefore {@link NearCache#changes} as it began
     */
    private record Load(EntryKey key, long changesBefore, Promise<Near> promise) {}

    SharedLoads(
            Vertx vertx,
            NearCache near,
            EntryLoader loader,
            CacheMetrics metrics,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.vertx = vertx;
        this.near = near;
        this.loader = loader;
        this.metrics = metrics;
        this.nanoTime = nanoTime;
        this.random = random;
    }

    /** The entries there are, by id. Blocks its virtual thread while any of them is loaded. */
    <T> Map<String, T> read(Kind<T> kind, Collection<String> ids) {
        Map<String, T> found = HashMap.newHashMap(ids.size());
        Map<String, Future<Near>> awaited = new HashMap<>();
        Map<String, Load> own = new HashMap<>();
        Map<String, Long> stale = new HashMap<>();
        for (String id : Set.copyOf(ids)) {
            EntryKey key = EntryKey.of(kind, id);
            Near entry = near.get(key);
            if (entry == null) {
                awaited.put(id, join(key, id, own));
                continue;
            }
            boolean isStale = nanoTime.getAsLong() - entry.refreshAt() >= 0;
            if (isStale) {
                stale.put(id, near.changes(key));
            }
            metrics.read(Level.NEAR, answer(entry.value(), isStale));
            add(found, kind, id, entry);
        }
        if (!own.isEmpty()) {
            load(kind, own);
        }
        if (!stale.isEmpty()) {
            refresh(kind, stale);
        }
        awaited.forEach((id, entry) -> add(found, kind, id, entry.await()));
        return found;
    }

    /** Drops what was changed, and has readers that come from now on wait for no load that began before. */
    void forget(Collection<EntryKey> keys) {
        for (EntryKey key : keys) {
            near.remove(key);
            var _ = loads.remove(key);
        }
    }

    /** The same for all entries. */
    void forgetAll() {
        near.clear();
        loads.clear();
    }

    /** Waits for the load under way, or begins one, which it adds to {@code own}. */
    private Future<Near> join(EntryKey key, String id, Map<String, Load> own) {
        Load mine = new Load(key, near.changes(key), Promise.promise());
        Load other = loads.putIfAbsent(key, mine);
        if (other != null) {
            return other.promise().future();
        }
        // Another load may have ended since the look into memory; it put its entry there before it left the map.
        Near entry = near.get(key);
        if (entry != null) {
            loads.remove(key, mine);
            mine.promise().complete(entry);
        } else {
            own.put(id, mine);
        }
        return mine.promise().future();
    }

    private <T> void load(Kind<T> kind, Map<String, Load> own) {
        long began = nanoTime.getAsLong();
        var _ = Future.succeededFuture()
                .compose(_ -> loader.load(kind, List.copyOf(own.keySet())))
                .onSuccess(loaded -> {
                    Map<String, Long> stale = new HashMap<>();
                    own.forEach((id, load) -> {
                        Loaded<T> entry = loaded.get(id);
                        if (entry == null) {
                            fail(load, new IllegalStateException("nothing was loaded for " + load.key()));
                            return;
                        }
                        metrics.read(entry.level(), answer(entry.value(), entry.stale()));
                        finish(load, near(entry, began));
                        if (entry.stale()) {
                            stale.put(id, load.changesBefore());
                        }
                    });
                    if (!stale.isEmpty()) {
                        refresh(kind, stale);
                    }
                })
                .onFailure(failure -> own.values().forEach(load -> fail(load, failure)));
    }

    private void finish(Load load, Near entry) {
        near.put(load.key(), entry, load.changesBefore());
        loads.remove(load.key(), load);
        load.promise().complete(entry);
    }

    private void fail(Load load, Throwable failure) {
        loads.remove(load.key(), load);
        load.promise().fail(failure);
    }

    /** Reads entries again in the background. */
    private <T> void refresh(Kind<T> kind, Map<String, Long> changesBefore) {
        List<String> ids = changesBefore.keySet().stream()
                .filter(id -> refreshes.size() < MAX_REFRESHES && refreshes.add(EntryKey.of(kind, id)))
                .toList();
        if (ids.isEmpty()) {
            return;
        }
        long began = nanoTime.getAsLong();
        List<EntryKey> keys = ids.stream().map(id -> EntryKey.of(kind, id)).toList();
        var _ = Future.succeededFuture()
                .compose(_ -> loader.refresh(kind, ids))
                .onSuccess(loaded -> {
                    loaded.forEach((id, entry) ->
                            near.put(EntryKey.of(kind, id), near(entry, began), changesBefore.getOrDefault(id, -1L)));
                    keys.forEach(refreshes::remove);
                })
                .onFailure(_ -> vertx.setTimer(REFRESH_PAUSE_MS, _ -> keys.forEach(refreshes::remove)));
    }

    /** An entry in the form memory keeps it in: read again in the last fifth of its time, somewhere. */
    private Near near(Loaded<?> entry, long began) {
        long keep = TimeUnit.MILLISECONDS.toNanos(entry.keepMillis());
        long expiresAt = began + keep;
        // Another instance is at a stale one already, or PostgreSQL is away.
        long refreshAfter = entry.stale()
                ? Math.min(keep, TimeUnit.MILLISECONDS.toNanos(REFRESH_PAUSE_MS))
                : keep - random.nextLong(keep / 5 + 1);
        return new Near(entry.value(), entry.bytes(), began, began + refreshAfter, expiresAt);
    }

    private static Answer answer(@Nullable Object value, boolean stale) {
        if (value == null) {
            return Answer.MISSING;
        }
        return stale ? Answer.STALE : Answer.FRESH;
    }

    private static <T> void add(Map<String, T> found, Kind<T> kind, String id, Near entry) {
        if (entry.value() != null) {
            found.put(id, kind.type().cast(entry.value()));
        }
    }
}
