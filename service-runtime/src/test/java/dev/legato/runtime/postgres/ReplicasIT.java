package dev.legato.runtime.postgres;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.embedded.EmbeddedPostgresCluster;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.postgres.ServerLook.Role;
import dev.legato.runtime.redis.RedisSettings;
import dev.legato.runtime.settings.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A primary and two replicas for all; the last tests kill them. */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ReplicasIT {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicasIT.class);
    private static final Duration MAX_LAG = Duration.ofSeconds(1);
    private static final Duration FAIL_OVER = Duration.ofSeconds(10);
    private static final AtomicLong IDS = new AtomicLong();

    private static Vertx vertx;
    private static EmbeddedPostgresCluster cluster;
    private static MeterRegistry meters;
    private static Health health;
    private static List<PostgresServer> servers;
    private static Database database;

    @BeforeAll
    static void open() throws Exception {
        vertx = Vertx.vertx();
        cluster = EmbeddedPostgresCluster.temporary();
        meters = new SimpleMeterRegistry();
        health = new Health();
        PostgresSettings settings = settings(Optional.empty());
        servers = settings.servers();
        database = Database.await(vertx, health, meters, settings, "replicated").await(60, TimeUnit.SECONDS);
    }

    /** All three may become the primary, and two are replicas. */
    private static PostgresSettings settings(Optional<RedisSettings> positions) {
        URI primary = cluster.primary().uri();
        List<URI> replicas =
                cluster.replicas().stream().map(EmbeddedPostgres::uri).toList();
        String hosts =
                replicas.stream().map(uri -> ",127.0.0.1:" + uri.getPort()).collect(Collectors.joining());
        URI all = URI.create("postgresql://%s@127.0.0.1:%d%s/legato?target_session_attrs=read-write"
                .formatted(primary.getUserInfo(), primary.getPort(), hosts));
        ReplicaSettings reads = ReplicaSettings.of(primary, replicas, MAX_LAG);
        return new PostgresSettings(all, 4).withReplicas(new ReplicaSettings(reads.servers(), MAX_LAG, positions));
    }

    @AfterAll
    static void close() throws Exception {
        database.close().await(20, TimeUnit.SECONDS);
        vertx.close().await(20, TimeUnit.SECONDS);
        cluster.close();
    }

    @Test
    @Order(1)
    void reads_ofAnybody_areSpreadOverTheReplicas() throws Exception {
        assertEquals(replicaPorts(), eventually(() -> ports(database.reads(), 20), replicaPorts()::equals));
        assertEquals(Set.of(cluster.primary().uri().getPort()), ports(database.pool(), 3));
    }

    @Test
    @Order(2)
    void reads_ofAReplicaThatStandsStill_areServedByTheOtherUntilItHasCaughtUp() throws Exception {
        EmbeddedPostgres paused = cluster.replicas().getFirst();
        int other = cluster.replicas().getLast().uri().getPort();
        pause(paused);
        try {
            eventually(() -> {
                var _ = write("robert");
                return ports(database.reads(), 10).equals(Set.of(other));
            });
            String state = health.readiness()
                    .await(10, TimeUnit.SECONDS)
                    .dependencies()
                    .get("replicas");
            assertTrue(state.matches("down: primary-2 lags by \\d+ ms"), state);
            assertEquals(1, state("primary-2", "lagging"));
            assertTrue(meters.get("legato.postgres.replica.lag")
                            .tag("server", "primary-2")
                            .gauge()
                            .value()
                    >= 1);
        } finally {
            resume(paused);
        }
        assertEquals(replicaPorts(), eventually(() -> ports(database.reads(), 20), replicaPorts()::equals));
    }

    @Test
    @Order(3)
    void reads_ofACallerWhoWrote_seeItWhileNoReplicaHasIt() throws Exception {
        eventually(() -> ports(database.reads("clara"), 10).equals(replicaPorts()));
        cluster.replicas().forEach(ReplicasIT::pause);
        try {
            long id = write("clara");
            assertEquals(1, count(database.reads("clara"), id));
            assertEquals(1, count(database.readsOfRequest("clara"), id));
            assertEquals(Set.of(cluster.primary().uri().getPort()), ports(database.reads("clara"), 3));
        } finally {
            cluster.replicas().forEach(ReplicasIT::resume);
        }
        eventually(() -> ports(database.reads("clara"), 10).equals(replicaPorts()));
    }

    @Test
    @Order(3)
    void reads_byAnotherInstance_seeWhatWasWrittenThroughThisOne() throws Exception {
        RedisSettings redis = RedisSettings.from(
                Settings.of(Map.of("redis.uri", SharedBackends.redis().toString())));
        PostgresSettings shared = settings(Optional.of(redis));
        Database one = open(shared);
        Database two = open(shared);
        cluster.replicas().forEach(ReplicasIT::pause);
        try {
            long id = write(one.writes("clara"));
            assertEquals(1, count(two.reads("clara"), id));
        } finally {
            cluster.replicas().forEach(ReplicasIT::resume);
            Future.join(one.close(), two.close()).await(20, TimeUnit.SECONDS);
        }
    }

    @Test
    @Order(3)
    void writes_thatAreCommitted_areFollowedByTheirPosition() throws Exception {
        List<Long> told = new ArrayList<>();
        BoundedPool pool = Postgres.pool(vertx, settings(Optional.empty()), servers.getFirst(), "replicated", 1)
                .afterCommit(position -> {
                    told.add(position);
                    return Future.succeededFuture();
                });
        long first = write(pool);
        var _ = pool.preparedQuery("DELETE FROM notes WHERE id = $1")
                .execute(Tuple.of(first))
                .await(20, TimeUnit.SECONDS);
        pool.close().await(20, TimeUnit.SECONDS);
        assertEquals(2, told.size());
        assertTrue(told.getFirst() < told.getLast() && told.getLast() < Long.MAX_VALUE, told::toString);
    }

    @Test
    @Order(3)
    void replica_behindAPrimaryThatTheWatchDoesNotSee_isLeftOutAfterWrites() throws Exception {
        AtomicBoolean blind = new AtomicBoolean();
        BoundedPool nobody = pool(new PostgresServer("127.0.0.1", 1, "legato", "x", "x", PostgresTls.NONE));
        BoundedPool seen = pool(servers.getFirst());
        Server primary = new Server(
                "primary-1",
                servers.getFirst(),
                true,
                false,
                pool(servers.getFirst()),
                new FollowingPool(() -> blind.get() ? nobody : seen, () -> Future.join(nobody.close(), seen.close())
                        .mapEmpty()));
        Server replica =
                new Server("primary-2", servers.get(1), true, true, pool(servers.get(1)), pool(servers.get(1)));
        ReplicaWatch watch = new ReplicaWatch(
                vertx, List.of(primary, replica), MAX_LAG, System::nanoTime, new SimpleMeterRegistry(), "replicated");
        watch.start().await(20, TimeUnit.SECONDS);
        eventually(() -> watch.replica(0, null, new Random()).isPresent());
        pause(cluster.replicas().getFirst());
        try {
            blind.set(true);
            eventually(() -> primary.look().role() == Role.DOWN);
            BoundedPool writes = primary.pool().afterCommit(position -> {
                watch.committed(primary, position);
                return Future.succeededFuture();
            });
            eventually(() -> {
                var _ = write(writes);
                return watch.replica(0, null, new Random()).isEmpty();
            });
        } finally {
            resume(cluster.replicas().getFirst());
            watch.close().await(20, TimeUnit.SECONDS);
        }
    }

    @Test
    @Order(3)
    void reads_thatPostgresqlGivesUp_failAtOnceAndPutNoReplicaDown() throws Exception {
        eventually(() -> ports(database.reads(), 10).equals(replicaPorts()));
        double retried = reads("retried");
        PgException failure = assertThrows(PgException.class, () -> database.reads()
                .query("SET statement_timeout = 50; SELECT pg_sleep(10)")
                .execute()
                .await(20, TimeUnit.SECONDS));
        assertEquals("57014", failure.getSqlState());
        assertEquals(retried, reads("retried"));
        double onPrimary = reads("primary");
        var _ = ports(database.reads(), 5);
        assertEquals(onPrimary, reads("primary"));
    }

    @Test
    @Order(3)
    void pool_withMoreWaitingThanConnections_hasNoRoom() throws Exception {
        BoundedPool pool = pool(servers.getFirst());
        SqlConnection first = pool.getConnection().await(20, TimeUnit.SECONDS);
        Future<SqlConnection> second = pool.getConnection();
        assertTrue(pool.hasRoom());
        Future<SqlConnection> third = pool.getConnection();
        assertFalse(pool.hasRoom());
        first.close().await(20, TimeUnit.SECONDS);
        second.await(20, TimeUnit.SECONDS).close().await(20, TimeUnit.SECONDS);
        third.await(20, TimeUnit.SECONDS).close().await(20, TimeUnit.SECONDS);
        assertTrue(pool.hasRoom());
        pool.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    @Order(3)
    void getConnection_whileAllAreInUse_isATimeoutAndNoLoss() throws Exception {
        BoundedPool pool = pool(servers.getFirst());
        var _ = pool.getConnection().await(20, TimeUnit.SECONDS);
        assertThrows(TimeoutException.class, () -> pool.getConnection().await(20, TimeUnit.SECONDS));
        pool.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    @Order(3)
    void readsOfRequest_onOneServer_areOnIt() throws Exception {
        for (int request = 0; request < 10; request++) {
            assertEquals(1, ports(database.readsOfRequest("robert"), 5).size());
        }
    }

    @Test
    @Order(4)
    void failOver_underLoad_losesNothingAcknowledgedAndStopsNoRead() throws Exception {
        Load load = new Load();
        load.start();
        eventually(() -> load.written.size() > 50 && load.reads.get() > 50);
        cluster.primary().kill();
        int before = load.written.size();
        int readsBefore = load.reads.get();
        eventually(() -> load.reads.get() > readsBefore + 50);
        EmbeddedPostgres promoted = cluster.failOver();
        long since = System.nanoTime();
        eventually(FAIL_OVER, () -> load.written.size(), size -> size > before + 5);
        long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
        load.stop();
        LOG.info("writes were acknowledged again {} ms after the promotion", took);

        assertEquals(List.of(), List.copyOf(load.failedReads));
        assertEquals(Set.of(promoted.uri().getPort()), ports(database.pool(), 3));
        Set<Long> present = new HashSet<>();
        for (Row row : database.pool().query("SELECT id FROM notes").execute().await(20, TimeUnit.SECONDS)) {
            present.add(row.getLong(0));
        }
        List<Long> lost = new ArrayList<>(load.written);
        lost.removeAll(present);
        assertEquals(List.of(), lost);
        eventually(() -> ports(database.reads(), 10).equals(replicaPorts()));
        assertEquals(2, timeline(cluster.primary()));
        assertEquals(2, timeline(cluster.replicas().getFirst()));
    }

    @Test
    @Order(5)
    void reads_withoutAnyReplica_areServedByThePrimary() throws Exception {
        cluster.acknowledgeAlone();
        cluster.replicas().forEach(EmbeddedPostgres::kill);
        int primary = cluster.primary().uri().getPort();
        assertEquals(Set.of(primary), ports(database.reads(), 10));
        long id = write("clara");
        assertEquals(1, count(database.reads("clara"), id));
        assertEquals(1, eventually(() -> state(label(primary), "primary"), state -> state == 1));
        assertTrue(reads("primary") >= 10);
    }

    /** Writers and readers that go on until they are stopped. */
    private static final class Load {
        private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);

        final Queue<Long> written = new ConcurrentLinkedQueue<>();
        final Queue<String> failedReads = new ConcurrentLinkedQueue<>();
        final AtomicInteger reads = new AtomicInteger();
        private final AtomicBoolean stopped = new AtomicBoolean();
        private final List<Thread> threads = new ArrayList<>();

        void start() {
            for (int i = 0; i < 2; i++) {
                threads.add(Thread.ofVirtual().start(this::write));
                threads.add(Thread.ofVirtual().start(this::read));
            }
        }

        private void write() {
            while (!stopped.get()) {
                try {
                    written.add(ReplicasIT.write("load"));
                } catch (Exception _) {
                    // Not acknowledged, so it may be lost.
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        private void read() {
            while (!stopped.get()) {
                try {
                    var _ = count(database.reads(), 1);
                    var _ = reads.incrementAndGet();
                } catch (Exception e) {
                    failedReads.add(e.toString());
                }
                LockSupport.parkNanos(PAUSE_NANOS);
            }
        }

        void stop() throws InterruptedException {
            stopped.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
    }

    private static Database open(PostgresSettings settings) throws Exception {
        return Database.open(vertx, new SimpleMeterRegistry(), settings, "replicated")
                .await(60, TimeUnit.SECONDS);
    }

    private static long write(String account) throws Exception {
        return write(database.writes(account));
    }

    private static long write(Pool pool) throws Exception {
        long id = IDS.incrementAndGet();
        return pool.withTransaction(transaction -> transaction
                        .preparedQuery("INSERT INTO notes (id, text) VALUES ($1, 'a note')")
                        .execute(Tuple.of(id)))
                .map(id)
                .await(20, TimeUnit.SECONDS);
    }

    private static int count(Pool pool, long id) throws Exception {
        return pool.preparedQuery("SELECT count(*)::integer FROM notes WHERE id = $1")
                .execute(Tuple.of(id))
                .await(20, TimeUnit.SECONDS)
                .iterator()
                .next()
                .getInteger(0);
    }

    /** The servers that answer so many reads. */
    private static Set<Integer> ports(Pool pool, int reads) throws Exception {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < reads; i++) {
            ports.add(pool.query("SELECT inet_server_port()")
                    .execute()
                    .await(20, TimeUnit.SECONDS)
                    .iterator()
                    .next()
                    .getInteger(0));
        }
        return ports;
    }

    private static Set<Integer> replicaPorts() {
        return cluster.replicas().stream()
                .map(replica -> replica.uri().getPort())
                .collect(Collectors.toSet());
    }

    private static String label(int port) {
        for (int i = 0; i < servers.size(); i++) {
            if (servers.get(i).port() == port) {
                return "primary-" + (i + 1);
            }
        }
        throw new AssertionError("no server at port " + port);
    }

    private static double reads(String outcome) {
        return meters.get("legato.postgres.reads")
                .tag("outcome", outcome)
                .counter()
                .count();
    }

    private static BoundedPool pool(PostgresServer server) {
        return Postgres.pool(vertx, settings(Optional.empty()), server, "replicated", 1);
    }

    private static long timeline(EmbeddedPostgres server) throws Exception {
        int port = server.uri().getPort();
        PostgresServer address = servers.stream()
                .filter(known -> known.port() == port)
                .findFirst()
                .orElseThrow();
        BoundedPool pool = pool(address);
        ServerLook look = ServerLook.at(pool, System.nanoTime()).await(20, TimeUnit.SECONDS);
        pool.close().await(20, TimeUnit.SECONDS);
        return look.timeline();
    }

    private static double state(String server, String state) {
        return meters.get("legato.postgres.server")
                .tag("server", server)
                .tag("state", state)
                .gauge()
                .value();
    }

    private static void pause(EmbeddedPostgres replica) {
        EmbeddedPostgresCluster.execute(replica.uri(), "SELECT pg_wal_replay_pause()");
    }

    private static void resume(EmbeddedPostgres replica) {
        EmbeddedPostgresCluster.execute(replica.uri(), "SELECT pg_wal_replay_resume()");
    }
}
