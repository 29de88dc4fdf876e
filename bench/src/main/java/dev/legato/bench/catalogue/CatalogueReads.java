package dev.legato.bench.catalogue;

import dev.legato.bench.os.ProcessUse;
import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.embedded.EmbeddedRedis;
import dev.legato.metadata.cache.CacheSettings;
import dev.legato.metadata.cache.Catalogue;
import dev.legato.metadata.cache.CatalogueCache;
import dev.legato.metadata.catalogue.CatalogueStore;
import dev.legato.metadata.catalogue.Kind;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.redis.RedisSettings;
import dev.legato.runtime.settings.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;

/**
 * Reads of tracks by id in this process, as metadata-api's handlers do them, without HTTP before them. Its figures hold for
 * the read alone: of memory, of Redis, of PostgreSQL with filling Redis, and of a mix by Zipf's law over all tracks.
 */
public final class CatalogueReads implements AutoCloseable {
    /** As many as a memory of 32 MiB holds. */
    private static final int HOT = 5_000;

    private static final int BATCH = 200;
    private static final Duration WARM_UP = Duration.ofSeconds(5);

    private final Vertx vertx = Vertx.vertx();
    private final EmbeddedPostgres postgres;
    private final EmbeddedRedis redis;
    private final Settings settings;
    private final Clock clock;
    private final int tracks;
    private final Pool pool;

    /** A cache with its counters. */
    private record Subject(Catalogue catalogue, SimpleMeterRegistry meters) {
        double answered(String level) {
            return meters.get("legato.catalogue.cache.reads").tag("level", level).counters().stream()
                    .mapToDouble(Counter::count)
                    .sum();
        }
    }

    /**
     * Starts the servers and enters the tracks.
     *
     * @param progress is told what goes on
     */
    public CatalogueReads(Clock clock, int tracks, Consumer<String> progress) throws TimeoutException {
        this.clock = clock;
        this.tracks = tracks;
        postgres = EmbeddedPostgres.temporary();
        redis = EmbeddedRedis.temporary();
        settings = Settings.of(Map.of(
                "postgres.uri", postgres.uri().toString(),
                "redis.uri", redis.uri().toString(),
                "metadata.cachePatience", "5s"));
        pool = Postgres.open(vertx, PostgresSettings.from(settings), "metadata").await(2, TimeUnit.MINUTES);
        long start = System.nanoTime();
        // Entering a million takes longer than a service's statement may.
        PgConnectOptions patient =
                PgConnectOptions.fromUri(postgres.uri().toString()).addProperty("search_path", "metadata,public");
        Pool entering = PgBuilder.pool()
                .with(new PoolOptions().setMaxSize(1))
                .connectingTo(patient)
                .using(vertx)
                .build();
        Tracks.enter(entering, tracks);
        var _ = entering.close().await(1, TimeUnit.MINUTES);
        progress.accept("%,d tracks entered in %d s"
                .formatted(tracks, TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - start)));
    }

    /**
     * Measures each way to read.
     *
     * @param readers how many read at the same time
     * @param exponent of Zipf's law for the mix
     */
    public List<Figure> run(int readers, double exponent, Duration each) throws TimeoutException, InterruptedException {
        Subject near = subject(256 << 20);
        Subject far = subject(1);
        Subject usual = subject(CacheSettings.from(settings).nearBytes());
        List<Figure> figures = new ArrayList<>();
        int hotTracks = Math.min(HOT, tracks);
        ToIntFunction<SplittableRandom> hot = random -> random.nextInt(hotTracks);
        for (Subject subject : List.of(near, far)) {
            readEach(subject, hotTracks);
        }
        figures.add(measure("a track in memory", near, readers, hot, each));
        figures.add(measure("a track in Redis", far, readers, hot, each));
        figures.add(measure("a track in PostgreSQL alone", far, readers, unread(), each));
        Popularity popularity = new Popularity(tracks, exponent);
        figures.add(measure("tracks by Zipf's law, memory as by default", usual, readers, popularity::draw, each));
        return figures;
    }

    /** Numbers from the last down, each once, until they begin again; Redis keeps none of them for so long. */
    private ToIntFunction<SplittableRandom> unread() {
        AtomicInteger next = new AtomicInteger();
        return _ -> tracks - 1 - Math.floorMod(next.getAndIncrement(), tracks);
    }

    private Subject subject(long nearBytes) throws TimeoutException {
        CacheSettings given = CacheSettings.from(settings);
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        RedisSettings servers = RedisSettings.from(settings);
        CatalogueCache cache = new CatalogueCache(
                vertx,
                servers.connect(vertx),
                servers.connect(vertx),
                servers.mode(),
                new CacheSettings(
                        given.patience(), nearBytes, given.nearFor(), given.fresh(), given.stale(), given.missing()),
                new CatalogueStore(pool),
                meters,
                clock,
                System::nanoTime,
                new SplittableRandom(16));
        var _ = vertx.deployVerticle(cache::feed, new DeploymentOptions()).await(1, TimeUnit.MINUTES);
        return new Subject(new Catalogue(cache), meters);
    }

    private Figure measure(
            String what, Subject subject, int readers, ToIntFunction<SplittableRandom> number, Duration each)
            throws InterruptedException {
        long unused = read(subject, readers, number, WARM_UP);
        List<Long> redisProcess = processes("redis-server");
        List<Long> postgresProcesses = processes("postgres");
        List<Long> own = List.of(ProcessHandle.current().pid());
        double ownCpu = ProcessUse.of(own).cpuSeconds();
        double redisCpu = ProcessUse.of(redisProcess).cpuSeconds();
        double postgresCpu = ProcessUse.of(postgresProcesses).cpuSeconds();
        double near = subject.answered("near");
        double fromRedis = subject.answered("redis");
        long start = System.nanoTime();
        long reads = read(subject, readers, number, each);
        return new Figure(
                what,
                reads,
                (System.nanoTime() - start) / 1e9,
                ProcessUse.of(own).cpuSeconds() - ownCpu,
                ProcessUse.of(redisProcess).cpuSeconds() - redisCpu,
                ProcessUse.of(postgresProcesses).cpuSeconds() - postgresCpu,
                (subject.answered("near") - near) / reads,
                (subject.answered("redis") - fromRedis) / reads);
    }

    private static long read(Subject subject, int readers, ToIntFunction<SplittableRandom> number, Duration each)
            throws InterruptedException {
        LongAdder reads = new LongAdder();
        CountDownLatch ended = new CountDownLatch(readers);
        long start = System.nanoTime();
        for (int reader = 0; reader < readers; reader++) {
            SplittableRandom random = new SplittableRandom(reader);
            Thread _ = Thread.ofVirtual().start(() -> {
                try {
                    while (System.nanoTime() - start < each.toNanos()) {
                        if (subject.catalogue()
                                .find(Kind.TRACK, Tracks.id(number.applyAsInt(random)))
                                .isEmpty()) {
                            throw new IllegalStateException("a track is missing");
                        }
                        reads.increment();
                    }
                } finally {
                    ended.countDown();
                }
            });
        }
        ended.await();
        return reads.sum();
    }

    /** Reads the first tracks once, so that they are where they are measured. */
    private static void readEach(Subject subject, int tracks) {
        for (int from = 0; from < tracks; from += BATCH) {
            List<String> ids = IntStream.range(from, Math.min(tracks, from + BATCH))
                    .mapToObj(Tracks::id)
                    .toList();
            int found = subject.catalogue().find(Kind.TRACK, ids).size();
            if (found != ids.size()) {
                throw new IllegalStateException(
                        "%d of %d tracks are missing".formatted(ids.size() - found, ids.size()));
            }
        }
    }

    private static List<Long> processes(String program) {
        return ProcessHandle.current()
                .descendants()
                .filter(process -> process.info()
                        .command()
                        .filter(command -> command.endsWith("/" + program))
                        .isPresent())
                .map(ProcessHandle::pid)
                .toList();
    }

    /** Stops and deletes the servers. */
    @Override
    public void close() {
        var _ = vertx.close();
        redis.close();
        postgres.close();
    }
}
