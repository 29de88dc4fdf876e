package dev.legato.metadata.cache;

import static dev.legato.metadata.cache.CacheInstances.await;
import static dev.legato.metadata.cache.CacheInstances.id;
import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.CatalogueArtist;
import dev.legato.metadata.cache.CacheInstances.Instance;
import dev.legato.metadata.catalogue.Kind;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Caches of several processes on a real Redis and PostgreSQL; each test has an artist of its own. */
@Timeout(180)
final class CatalogueCacheIT {
    /** The same entries, read by a statement that sees the state at its start and ends a second later. */
    private static final Kind<CatalogueArtist> SLOW = new Kind<>(
            "artist",
            CatalogueArtist.class,
            Kind.ARTIST.select().replace("FROM artists p\nWHERE", "FROM artists p, pg_sleep(1)\nWHERE"));

    /** A second by {@link NearCache#TRUST}, and what a busy machine needs to read again. */
    private static final Duration SOON = Duration.ofSeconds(5);

    /** Most tests want entries that don't age. */
    private static final Map<String, String> LONG = Map.of("metadata.cache.nearFor", "10m");

    private static CacheInstances instances;
    private static Instance one;
    private static Instance two;

    @BeforeAll
    static void start() throws Exception {
        assertTrue(SLOW.select().contains("pg_sleep"), SLOW.select());
        instances = new CacheInstances();
        one = instances.start(LONG);
        two = instances.start(LONG);
    }

    @AfterAll
    static void close() {
        instances.close();
    }

    @Test
    void read_thousandTimesAtOnceInTwoProcesses_causesOneQuery() throws Exception {
        instances.put(id("herd"), "Can");
        double before = one.loads() + two.loads();
        assertEquals(List.of("Can"), readers(1_000, number -> (number % 2 == 0 ? one : two).name(SLOW, id("herd"))));
        assertEquals(1, one.loads() + two.loads() - before);
        assertEquals("Can", one.name(id("herd")));
        assertEquals("Can", two.name(id("herd")));
        assertEquals(1, one.loads() + two.loads() - before);
    }

    @Test
    void read_thousandTimesOfNothing_causesOneQuery_untilThereIsSomething() throws Exception {
        double before = one.loads() + two.loads();
        List<String> nothing = new ArrayList<>();
        nothing.add(null);
        assertEquals(nothing, readers(1_000, number -> (number % 2 == 0 ? one : two).name(id("missing"))));
        assertEquals(1, one.loads() + two.loads() - before);
        instances.put(id("missing"), "Neu!");
        await(one.cache().evict(Kind.ARTIST, List.of(id("missing"))));
        assertEquals("Neu!", one.name(id("missing")));
        eventually(SOON, () -> two.name(id("missing")), "Neu!"::equals);
    }

    @Test
    void read_whileTheLeaseIsHeldByNobody_goesOnAlone() throws Exception {
        instances.put(id("orphan"), "Faust");
        await(instances
                .redis()
                .send(Request.cmd(Command.SET)
                        .arg(RedisKeys.lease(new EntryKey("artist", id("orphan"))))
                        .arg("a token of a process that was killed")
                        .arg("PX")
                        .arg(60_000)));
        double abandoned = one.waits("abandoned");
        long start = System.nanoTime();
        assertEquals("Faust", one.name(id("orphan")));
        assertTrue(System.nanoTime() - start >= EntryLoader.PATIENCE.toNanos() / 2, "it waited");
        assertEquals(1, one.waits("abandoned") - abandoned);
    }

    @Test
    void evict_whileAReaderHasTheOldState_keepsItOutOfBothLevels() throws Exception {
        instances.put(id("race"), "old");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<String> slow = threads.submit(() -> one.name(SLOW, id("race")));
            Future<String> slower = threads.submit(() -> two.name(SLOW, id("race")));
            eventually(() -> isSleeping());
            instances.put(id("race"), "new");
            await(two.cache().evict(Kind.ARTIST, List.of(id("race"))));
            assertEquals("new", two.name(id("race")), "its own process reads what it wrote");
            eventually(SOON, () -> one.name(id("race")), "new"::equals);
            slow.get();
            slower.get();
        }
        assertEquals("new", one.name(id("race")));
        assertEquals("new", two.name(id("race")));
        instances.advance(NearCache.TRUST.multipliedBy(2));
        assertEquals("new", one.name(id("race")), "nor from Redis");
        assertEquals("new", two.name(id("race")));
    }

    @Test
    void evict_isHeardInEveryProcess() throws Exception {
        instances.put(id("change"), "before");
        assertEquals("before", one.name(id("change")));
        assertEquals("before", two.name(id("change")));
        double loads = two.loads();
        assertEquals("before", two.name(id("change")));
        assertEquals(loads, two.loads(), "it is in memory");
        instances.put(id("change"), "after");
        await(one.cache().evict(Kind.ARTIST, List.of(id("change"))));
        assertEquals("after", one.name(id("change")));
        eventually(SOON, () -> two.name(id("change")), "after"::equals);
    }

    @Test
    void read_pastItsTime_answersTheOldAndReadsAgain() throws Exception {
        Instance brief = instances.start(Map.of("metadata.cache.nearFor", "1s", "metadata.cache.fresh", "1m"));
        instances.put(id("stale"), "before");
        assertEquals("before", brief.name(id("stale")));
        eventually(() -> isInRedis(id("stale")));
        instances.put(id("stale"), "after"); // without an eviction, as if it had been lost
        instances.advance(Duration.ofSeconds(61));
        double stale = brief.reads("redis", "stale");
        assertEquals("before", brief.name(id("stale")), "nobody waits for the new one");
        assertEquals(1, brief.reads("redis", "stale") - stale);
        eventually(() -> brief.name(id("stale")).equals("after"));
    }

    @Test
    void evict_whileRedisDoesNotAnswer_isMadeUpFor() throws Exception {
        Instance hasty = instances.start(Map.of("metadata.cachePatience", "50ms", "metadata.cache.nearFor", "10m"));
        instances.put(id("away"), "before");
        assertEquals("before", one.name(id("away")));
        assertEquals("before", hasty.name(id("away")));
        eventually(() -> isInRedis(id("away")));
        await(instances
                .redis()
                .send(Request.cmd(Command.CLIENT).arg("PAUSE").arg(2_500).arg("ALL")));
        instances.put(id("away"), "after");
        await(hasty.cache().evict(Kind.ARTIST, List.of(id("away"))));
        assertEquals("after", hasty.name(id("away")), "its own process reads what it wrote");
        // The message cannot come, so what the other has in memory is not trusted for longer than a second.
        eventually(Duration.ofSeconds(10), () -> one.name(id("away")), "after"::equals);
        eventually(() -> !isInRedis(id("away")));
        assertEquals("after", hasty.name(id("away")));
        assertEquals("after", one.name(id("away")));
    }

    /** A mark that Redis refuses must not keep the change from the other processes, whose memory has the old state. */
    @Test
    void evict_whichRedisRefusesToMark_isHeardAllTheSame() throws Exception {
        acl("SETUSER", "unmarking", "on", ">secret", "~*", "&*", "+@all", "-setex");
        try {
            Instance unmarking = instances.start(Map.of("redis.uri", instances.redisUriOf("unmarking:secret")));
            instances.put(id("refused"), "before");
            assertEquals("before", one.name(id("refused")));
            eventually(() -> isInRedis(id("refused")));
            await(instances
                    .redis()
                    .send(Request.cmd(Command.DEL).arg(RedisKeys.entry(new EntryKey("artist", id("refused"))))));
            instances.put(id("refused"), "after");
            await(unmarking.cache().evict(Kind.ARTIST, List.of(id("refused"))));
            eventually(SOON, () -> one.name(id("refused")), "after"::equals);
        } finally {
            acl("DELUSER", "unmarking");
        }
    }

    private static void acl(String... words) throws Exception {
        Request request = Request.cmd(Command.ACL);
        Stream.of(words).forEach(request::arg);
        await(instances.redis().send(request));
    }

    private static boolean isInRedis(String id) throws Exception {
        return String.valueOf(await(instances
                        .redis()
                        .send(Request.cmd(Command.GET).arg(RedisKeys.entry(new EntryKey("artist", id))))))
                .startsWith("+");
    }

    /** Whether both slow readers have their statement under way. */
    private static boolean isSleeping() throws Exception {
        return await(instances
                                .pool
                                .query("SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'")
                                .execute())
                        .iterator()
                        .next()
                        .getLong(0)
                >= 1;
    }

    private interface Reader {
        String read(int number) throws Exception;
    }

    /** The different answers of so many readers at once. */
    private static List<String> readers(int count, Reader reader) throws Exception {
        List<Callable<String>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            calls.add(() -> reader.read(number));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<String> answers = new ArrayList<>();
            for (Future<String> answer : threads.invokeAll(calls)) {
                if (!answers.contains(answer.get())) {
                    answers.add(answer.get());
                }
            }
            return answers;
        }
    }
}
