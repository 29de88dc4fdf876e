package dev.legato.edge.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.cluster.Cluster;
import dev.legato.contracts.LinkLimits;
import dev.legato.contracts.SignedPath;
import dev.legato.runtime.settings.Settings;
import io.vertx.core.Vertx;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StreamsTest {
    private final Vertx vertx = Vertx.vertx();
    private final AtomicLong nanos = new AtomicLong(System.nanoTime());

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void admit_moreThanThePlanAllows_newestPlaysAndTheOthersStreamIsCut() throws Exception {
        try (Streams streams = new Streams(vertx, Cluster.alone(), nanos::get)) {
            AtomicInteger cuts = new AtomicInteger();
            assertEquals(0, admit(streams, "alice", "phone", 1));
            Runnable ended = streams.deliver(link("alice", "phone", 1), cuts::incrementAndGet);
            assertEquals(0, admit(streams, "bob", "phone", 1), "another listener");
            assertEquals(0, cuts.get());
            assertEquals(0, admit(streams, "alice", "tablet", 1));
            assertEquals(1, cuts.get());
            long wait = admit(streams, "alice", "phone", 1);
            assertTrue(wait > 0 && wait <= Streams.REST.toMillis(), "waits for " + wait);
            ended.run();
            assertEquals(3, streams.count());
        }
    }

    @Test
    void deliver_displacedMeanwhile_isCutAtOnce() throws Exception {
        try (Streams streams = new Streams(vertx, Cluster.alone(), nanos::get)) {
            assertEquals(0, admit(streams, "alice", "phone", 1));
            assertEquals(0, admit(streams, "alice", "tablet", 1));
            AtomicInteger cuts = new AtomicInteger();
            Runnable _ = streams.deliver(link("alice", "phone", 1), cuts::incrementAndGet);
            assertEquals(1, cuts.get());
        }
    }

    @Test
    void admit_clusterIsGone_letsEverybodyPlay() throws Exception {
        Cluster cluster = Cluster.from(Settings.of(Map.of(
                "cluster.discovery",
                "members",
                "cluster.name",
                UUID.randomUUID().toString())));
        Vertx member = cluster.build(Vertx.builder()).await(60, TimeUnit.SECONDS);
        try (Streams streams = new Streams(vertx, cluster, nanos::get)) {
            member.close().await(60, TimeUnit.SECONDS);
            for (String player : new String[] {"phone", "tablet", "speaker"}) {
                assertEquals(0, admit(streams, "alice", player, 1));
            }
            assertEquals(3, streams.uncounted());
        }
    }

    private static long admit(Streams streams, String listener, String player, int max) throws Exception {
        return streams.admit(link(listener, player, max)).await(20, TimeUnit.SECONDS);
    }

    private static SignedPath link(String listener, String player, int max) {
        return new SignedPath(
                "k1",
                Instant.parse("2100-01-01T00:00:00Z"),
                listener,
                "t1/",
                new LinkLimits(Integer.MAX_VALUE, max, player));
    }
}
