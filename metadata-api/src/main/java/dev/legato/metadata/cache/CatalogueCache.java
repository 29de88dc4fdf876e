package dev.legato.metadata.cache;

import dev.legato.metadata.catalogue.CatalogueStore;
import dev.legato.metadata.catalogue.Kind;
import dev.legato.runtime.redis.KeyedRedis;
import dev.legato.runtime.redis.RedisMode;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;

/**
 * Catalogue entries on two levels before PostgreSQL: this process' memory ({@link NearCache}) and Redis ({@link RedisCache}).
 * For use by any thread.
 *
 * <ul>
 *   <li>An entry is loaded once at a time: whoever else wants it in this process waits for that load ({@link SharedLoads}),
 *       and other instances wait for it by a lease in Redis ({@link EntryLoader}).
 *   <li>An entry past its time is answered while it is read again, and that there is no entry is remembered briefly.
 *   <li>A reader that read before a write cannot put the old state back after it, on neither level.
 *   <li>After a write its own process answers the new state at once, and every other instance within
 *       {@link NearCache#TRUST}, usually at once by a message ({@link ChangeFeed}), and also if messages are lost.
 *   <li>While Redis is away, each process reads from PostgreSQL and keeps entries for {@link NearCache#TRUST}. What was
 *       written meanwhile is marked in Redis as soon as it is back. Should this process end before that, the topic of the
 *       catalogue still has the change ({@link CatalogueChanges}).
 * </ul>
 */
public final class CatalogueCache {
    /** How many changed entries one message names, and how many are marked again at a time. */
    private static final int BATCH = 500;

    private final CacheMetrics metrics;
    private final RedisCache redis;
    private final ChangeFeed feed;
    private final SharedLoads loads;
    private final UnmarkedEntries unmarked = new UnmarkedEntries();

    /**
     * An empty cache.
     *
     * @param redis for commands
     * @param subscriber another client of the same Redis, for the subscription alone
     * @param mode that both clients were made for
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public CatalogueCache(
            Vertx vertx,
            Redis redis,
            Redis subscriber,
            RedisMode mode,
            CacheSettings settings,
            CatalogueStore store,
            MeterRegistry meters,
            Clock clock,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.metrics = new CacheMetrics(meters);
        this.redis = new RedisCache(new KeyedRedis(redis, mode), settings, clock, nanoTime, random);
        String instance = Long.toHexString(random.nextLong());
        this.feed = new ChangeFeed(subscriber, this.redis, instance, new FeedListener(), nanoTime);
        NearCache near = new NearCache(settings.nearBytes(), nanoTime, feed::heardAt);
        EntryLoader loader = new EntryLoader(vertx, this.redis, store, settings, metrics, clock, unmarked::contains);
        this.loads = new SharedLoads(vertx, near, loader, metrics, nanoTime, random);
        metrics.gauge("near.bytes", "Weight of the entries in this process", near, NearCache::bytes);
        metrics.gauge("unmarked", "Changed entries that Redis does not know of yet", unmarked, UnmarkedEntries::size);
    }

    /** What has to be deployed, once and on an event loop, so that changes by other instances are heard. */
    public Deployable feed() {
        return feed;
    }

    /** The entries there are, by id. Blocks its virtual thread. */
    <T> Map<String, T> read(Kind<T> kind, Collection<String> ids) {
        return loads.read(kind, ids);
    }

    /** Evicts entries that were just written; completes when Redis has done so or cannot be reached. */
    public Future<Void> evict(Kind<?> kind, Collection<String> ids) {
        return evict(ids.stream().map(id -> EntryKey.of(kind, id)).toList()).otherwiseEmpty();
    }

    /** The same, but fails if Redis has not learnt of it. It is tried again as soon as Redis is back. */
    Future<Void> evict(List<EntryKey> keys) {
        unmarked.add(keys);
        loads.forget(keys);
        return announce(keys, true);
    }

    /** Succeeds if Redis answers. */
    public Future<Void> ping() {
        return redis.ping();
    }

    /**
     * Marks entries and tells the other instances; fails if any entry is not marked or not told of.
     *
     * @param always whether to tell of entries that could not be marked as well
     */
    private Future<Void> announce(List<EntryKey> keys, boolean always) {
        Future<Void> done = Future.succeededFuture();
        for (int from = 0; from < keys.size(); from += BATCH) {
            List<EntryKey> batch = new ArrayList<>(keys.subList(from, Math.min(keys.size(), from + BATCH)));
            done = done.transform(before -> announceBatch(batch, always)
                    .compose(_ -> before.failed() ? Future.failedFuture(before.cause()) : Future.succeededFuture()));
        }
        return done;
    }

    private Future<Void> announceBatch(List<EntryKey> batch, boolean always) {
        String lines = batch.stream().map(EntryKey::toString).collect(Collectors.joining("\n"));
        return redis.mark(batch)
                .transform(marked -> marked.failed() && !always
                        ? Future.<Void>failedFuture(marked.cause())
                        // Who hears of it before it is marked may read the old state from Redis once more: the message
                        // is
                        // sent again when it is marked.
                        : redis.publish(RedisKeys.CHANGES, lines)
                                .compose(_ -> marked.failed()
                                        ? Future.<Void>failedFuture(marked.cause())
                                        : Future.<Void>succeededFuture()))
                .onSuccess(_ -> unmarked.remove(batch));
    }

    private final class FeedListener implements ChangeFeed.Listener {
        private boolean announcing;

        @Override
        public void changed(List<EntryKey> keys) {
            metrics.heard(keys.size());
            loads.forget(keys);
        }

        @Override
        public void missed() {
            loads.forgetAll();
        }

        @Override
        public void beat() {
            List<EntryKey> waiting = unmarked.some(BATCH);
            if (!waiting.isEmpty() && !announcing) {
                announcing = true;
                var _ = announce(waiting, false).onComplete(_ -> announcing = false);
            }
        }
    }
}
