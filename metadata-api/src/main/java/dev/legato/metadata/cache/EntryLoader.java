package dev.legato.metadata.cache;

import dev.legato.metadata.cache.CacheMetrics.Level;
import dev.legato.metadata.cache.CacheMetrics.Wait;
import dev.legato.metadata.catalogue.CatalogueStore;
import dev.legato.metadata.catalogue.Kind;
import dev.legato.runtime.json.Json;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads entries that this process does not have: from Redis, else from PostgreSQL. Of all instances that find an entry absent
 * in Redis at the same time, the one with the lease reads it from PostgreSQL and the others wait, for at most
 * {@link #PATIENCE}, until it stands in Redis. Without Redis, and for an entry just written, each reads on its own.
 */
final class EntryLoader {
    /** How long another instance's load is waited for. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final long FIRST_PAUSE_MS = 5;
    private static final long LONGEST_PAUSE_MS = 40;

    private final Vertx vertx;
    private final RedisCache redis;
    private final CatalogueStore store;
    private final CacheSettings settings;
    private final CacheMetrics metrics;
    private final Clock clock;
    private final Predicate<EntryKey> isUnmarked;

    /** @param isUnmarked whether Redis may still hold an entry from before a write of ours, and must not be believed */
    EntryLoader(
            Vertx vertx,
            RedisCache redis,
            CatalogueStore store,
            CacheSettings settings,
            CacheMetrics metrics,
            Clock clock,
            Predicate<EntryKey> isUnmarked) {
        this.vertx = vertx;
        this.redis = redis;
        this.store = store;
        this.settings = settings;
        this.metrics = metrics;
        this.clock = clock;
        this.isUnmarked = isUnmarked;
    }

    /** What Redis answered, sorted by what to do next. */
    private static final class Sorted<T> {
        final Map<String, Loaded<T>> found = new HashMap<>();
        /** Stale entries, which are answered if somebody else reads them already. */
        final Map<String, Loaded<T>> stale = new HashMap<>();

        final List<String> absent = new ArrayList<>();
        final List<String> justWritten = new ArrayList<>();
    }

    /** Completes with every id's entry, or the knowledge that there is none; a stale one if Redis has that. */
    <T> Future<Map<String, Loaded<T>>> load(Kind<T> kind, List<String> ids) {
        return load(kind, ids, false);
    }

    /** The same for entries that are stale, which are read from PostgreSQL by whoever gets their lease. */
    <T> Future<Map<String, Loaded<T>>> refresh(Kind<T> kind, List<String> ids) {
        return load(kind, ids, true);
    }

    private <T> Future<Map<String, Loaded<T>>> load(Kind<T> kind, List<String> ids, boolean again) {
        List<String> believed = ids.stream()
                .filter(id -> !isUnmarked.test(EntryKey.of(kind, id)))
                .toList();
        return redis.read(kind, believed).transform(read -> {
            if (read.failed()) {
                return alone(kind, ids);
            }
            Sorted<T> sorted = sort(ids, read.result(), again);
            return merged(sorted.found, alone(kind, sorted.justWritten), leased(kind, sorted.absent, sorted.stale));
        });
    }

    private <T> Sorted<T> sort(List<String> ids, Map<String, Stored<T>> stored, boolean again) {
        long now = clock.millis();
        Sorted<T> sorted = new Sorted<>();
        for (String id : ids) {
            switch (stored.get(id)) {
                case Stored.Entry<T> entry
                when entry.keptUntil() > now -> {
                    Loaded<T> loaded = fromRedis(entry, now);
                    if (again && loaded.stale()) {
                        sorted.absent.add(id);
                        sorted.stale.put(id, loaded);
                    } else {
                        sorted.found.put(id, loaded);
                    }
                }
                case Stored.Entry<T> _ -> sorted.absent.add(id);
                case Stored.Absent<T> _ -> sorted.absent.add(id);
                case Stored.JustWritten<T> _ -> sorted.justWritten.add(id);
                case null -> sorted.justWritten.add(id);
            }
        }
        return sorted;
    }

    private <T> Loaded<T> fromRedis(Stored.Entry<T> entry, long now) {
        long keep = Math.min(settings.nearFor().toMillis(), entry.keptUntil() - now);
        return new Loaded<>(entry.value(), entry.bytes(), keep, entry.freshUntil() <= now, Level.REDIS);
    }

    /** @param stale what to answer instead of waiting for another instance */
    private <T> Future<Map<String, Loaded<T>>> leased(Kind<T> kind, List<String> ids, Map<String, Loaded<T>> stale) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return redis.lease(kind, ids, stale.keySet()).transform(lease -> {
            if (lease.failed()) {
                return alone(kind, ids);
            }
            Map<String, String> tokens = lease.result();
            Map<String, Loaded<T>> answered = new HashMap<>();
            List<String> awaited = new ArrayList<>();
            for (String id : ids) {
                if (!tokens.containsKey(id)) {
                    Loaded<T> old = stale.get(id);
                    if (old == null) {
                        awaited.add(id);
                    } else {
                        answered.put(id, old);
                    }
                }
            }
            return merged(
                    answered,
                    database(kind, tokens.keySet(), tokens, settings.nearFor()),
                    awaitOthers(kind, awaited, FIRST_PAUSE_MS, PATIENCE.toMillis()));
        });
    }

    private <T> Future<Map<String, Loaded<T>>> awaitOthers(Kind<T> kind, List<String> ids, long pause, long patience) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return vertx.timer(pause).compose(_ -> redis.read(kind, ids)).transform(read -> {
            if (read.failed()) {
                metrics.waited(Wait.ABANDONED, ids.size());
                return alone(kind, ids);
            }
            Sorted<T> sorted = sort(ids, read.result(), false);
            metrics.waited(Wait.FILLED, sorted.found.size());
            if (patience > pause) {
                long next = Math.min(pause * 2, LONGEST_PAUSE_MS);
                return merged(
                        sorted.found,
                        alone(kind, sorted.justWritten),
                        awaitOthers(kind, sorted.absent, next, patience - pause));
            }
            metrics.waited(Wait.ABANDONED, sorted.absent.size());
            sorted.justWritten.addAll(sorted.absent);
            return merged(sorted.found, alone(kind, sorted.justWritten), Future.succeededFuture(Map.of()));
        });
    }

    /** Reads from PostgreSQL what must not be filled; this process keeps it only briefly. */
    private <T> Future<Map<String, Loaded<T>>> alone(Kind<T> kind, Collection<String> ids) {
        return database(kind, ids, Map.of(), NearCache.TRUST);
    }

    /**
     * Reads entries from PostgreSQL by one query, and fills those that there are leases of.
     *
     * @param tokens by id
     * @param keep for how long this process may keep them
     */
    private <T> Future<Map<String, Loaded<T>>> database(
            Kind<T> kind, Collection<String> ids, Map<String, String> tokens, Duration keep) {
        if (ids.isEmpty()) {
            return Future.succeededFuture(Map.of());
        }
        return store.find(kind, ids)
                .onSuccess(_ -> metrics.loaded())
                .onFailure(_ -> {
                    metrics.loadFailed();
                    redis.release(kind, tokens);
                })
                .map(entries -> {
                    Map<String, Loaded<T>> loaded = HashMap.newHashMap(ids.size());
                    Map<String, byte @Nullable []> documents = HashMap.newHashMap(ids.size());
                    for (String id : ids) {
                        T entry = entries.get(id);
                        byte @Nullable [] document = entry == null ? null : Json.write(entry);
                        documents.put(id, document);
                        Duration kept =
                                document == null && settings.missing().compareTo(keep) < 0 ? settings.missing() : keep;
                        loaded.put(
                                id,
                                new Loaded<>(
                                        entry,
                                        document == null ? 0 : document.length,
                                        kept.toMillis(),
                                        false,
                                        Level.DATABASE));
                    }
                    redis.fill(kind, tokens, documents);
                    return loaded;
                });
    }

    private static <T> Future<Map<String, Loaded<T>>> merged(
            Map<String, Loaded<T>> found, Future<Map<String, Loaded<T>>> one, Future<Map<String, Loaded<T>>> other) {
        return Future.all(one, other).map(_ -> {
            Map<String, Loaded<T>> merged = new HashMap<>(found);
            merged.putAll(one.result());
            merged.putAll(other.result());
            return merged;
        });
    }
}
