package dev.legato.metadata.cache;

import dev.legato.contracts.CatalogueArtist;
import dev.legato.contracts.ContentId;
import dev.legato.contracts.Sha256;
import dev.legato.embedded.SharedBackends;
import dev.legato.metadata.catalogue.CatalogueStore;
import dev.legato.metadata.catalogue.Kind;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.redis.RedisSettings;
import dev.legato.runtime.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Caches as in several processes, on one PostgreSQL and one Redis, and a clock that can be put forward. */
final class CacheInstances implements AutoCloseable {
    private static final long SECONDS = 60;

    final Vertx vertx = Vertx.vertx();
    final Pool pool;
    private final Settings settings;
    private final AtomicLong ahead = new AtomicLong();
    private final AtomicLong seed = new AtomicLong(16);

    /** A cache and what it counts. */
    record Instance(CatalogueCache cache, Catalogue catalogue, SimpleMeterRegistry meters) {
        /** The name of the artist, or null. */
        String name(String id) {
            return name(Kind.ARTIST, id);
        }

        String name(Kind<CatalogueArtist> kind, String id) {
            return catalogue.find(kind, id).map(CatalogueArtist::name).orElse(null);
        }

        double loads() {
            return meters.get("legato.catalogue.cache.loads")
                    .tag("outcome", "loaded")
                    .counter()
                    .count();
        }

        double reads(String level, String answer) {
            return meters.get("legato.catalogue.cache.reads")
                    .tag("level", level)
                    .tag("answer", answer)
                    .counter()
                    .count();
        }

        double waits(String outcome) {
            return meters.get("legato.catalogue.cache.waits")
                    .tag("outcome", outcome)
                    .counter()
                    .count();
        }
    }

    /** On the backends that tests share. */
    CacheInstances() throws Exception {
        this(Map.of("redis.uri", SharedBackends.redis().toString()));
    }

    CacheInstances(Map<String, String> redis) throws Exception {
        settings = Settings.of(redis)
                .with(Map.of(
                        "postgres.uri",
                        SharedBackends.postgres().toString(),
                        // However busy the machine: a server that is up is waited for.
                        "metadata.cachePatience",
                        "5s"));
        pool = await(Postgres.open(vertx, PostgresSettings.from(settings), "metadata"));
    }

    Instance start() throws Exception {
        return start(Map.of());
    }

    Instance start(Map<String, String> more) throws Exception {
        Settings own = settings.with(more);
        RedisSettings redis = RedisSettings.from(own);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        CatalogueCache cache = new CatalogueCache(
                vertx,
                redis.connect(vertx),
                redis.connect(vertx),
                redis.mode(),
                CacheSettings.from(own),
                new CatalogueStore(pool),
                meters,
                clock(),
                this::nanoTime,
                new SplittableRandom(seed.getAndIncrement()));
        var _ = await(vertx.deployVerticle(cache::feed, new DeploymentOptions()));
        return new Instance(cache, new Catalogue(cache), meters);
    }

    Redis redis() {
        return RedisSettings.from(settings).connect(vertx);
    }

    /** The same Redis for another of its users, {@code name:password}. */
    String redisUriOf(String user) {
        URI uri = RedisSettings.from(settings).uris().getFirst();
        return "redis://%s@%s:%d".formatted(user, uri.getHost(), uri.getPort());
    }

    void advance(Duration duration) {
        ahead.addAndGet(duration.toNanos());
    }

    /** An id for an artist of a test. */
    static String id(String of) {
        return ContentId.of(Sha256.of(of.getBytes(StandardCharsets.UTF_8)));
    }

    void put(String id, String name) throws Exception {
        // A record from JSON, so that it is no matter here which further columns there are.
        var _ = await(pool.preparedQuery("""
                INSERT INTO artists SELECT (jsonb_populate_record(NULL::artists, jsonb_build_object(
                  'id', $1::text, 'name', $2::text, 'sort_name', $2, 'search_text', $2, 'aliases', '[]'::jsonb))).*
                ON CONFLICT (id) DO UPDATE SET name = $2""").execute(Tuple.of(id, name)));
    }

    private long nanoTime() {
        return System.nanoTime() + ahead.get();
    }

    private Clock clock() {
        InstantSource source = () -> Clock.systemUTC().instant().plusNanos(ahead.get());
        return source.withZone(ZoneOffset.UTC);
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.await(SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
