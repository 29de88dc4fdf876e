package dev.legato.edge.cluster;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Purges hold on all edges, those that are away among them. */
@Timeout(300)
final class ClusterPurgeIT {
    private static final Duration WITHIN = Duration.ofSeconds(1);

    @TempDir
    private Path folder;

    @Test
    void purge_threeEdges_holdsOnAllWithinASecond() throws Exception {
        try (EdgeRing ring = new EdgeRing(3, folder)) {
            fill(ring, "plain-a", "plain-b");
            ring.origin.change();
            long begun = System.nanoTime();
            int purged = ring.edges.getFirst().purge(ring.client, "{\"tags\": [\"plain-a\"]}");
            assertTrue(purged >= 1);
            for (TestEdge edge : ring.edges) {
                int _ = eventually(WITHIN, () -> version(ring, edge, "plain-a"), version -> version == 2);
            }
            assertTrue(System.nanoTime() - begun < WITHIN.toNanos(), "it took longer than a second");
            for (TestEdge edge : ring.edges) {
                assertEquals(1, version(ring, edge, "plain-b"), "it was not purged");
            }
        }
    }

    @Test
    void purge_softByPrefix_isValidatedOnAll() throws Exception {
        try (EdgeRing ring = new EdgeRing(2, folder)) {
            fill(ring, "plain-soft");
            int before = ring.origin.requests();
            int _ = ring.edges.get(1).purge(ring.client, "{\"prefixes\": [\"/plain-\"], \"soft\": true}");
            eventually(() -> {
                for (TestEdge edge : ring.edges) {
                    assertEquals(1, version(ring, edge, "plain-soft"));
                }
                return ring.origin.requests() > before;
            });
            assertEquals(1, ring.origin.mostFetches("plain-soft"), "it was fetched anew");
        }
    }

    @Test
    void purge_edgeIsAway_holdsThereBeforeItServes() throws Exception {
        try (EdgeRing ring = new EdgeRing(3, folder)) {
            fill(ring, "plain-away", "plain-kept");
            TestEdge away = ring.edges.remove(2);
            away.close();
            ring.awaitAll();
            ring.origin.change();
            int _ = ring.edges.getFirst().purge(ring.client, "{\"urls\": [\"/plain-away\"]}");
            ring.join(2, Map.of());
            TestEdge back = ring.edges.get(2);
            assertEquals(2, version(ring, back, "plain-away"), "the first answer");
            assertEquals(1, version(ring, back, "plain-kept"), "it was not purged");
        }
    }

    /** Two halves of a cluster that did not see each other serve, purge, and meet. */
    @Test
    void purge_inBothHalvesOfASplitCluster_holdsOnAllOnceTheyMeet() throws Exception {
        try (EdgeRing ring = new EdgeRing(0, folder, Map.of(), 3)) {
            // The first sees nobody yet, and looks for the others every ten seconds; these two do not look for it.
            ring.join(0, Map.of());
            ring.joinApart(1, 1, 2);
            ring.joinApart(2, 2, 1);
            TestEdge alone = ring.edges.getFirst();
            List<TestEdge> pair = ring.edges.subList(1, 3);
            for (TestEdge edge : ring.edges) {
                assertEquals(1, version(ring, edge, "plain-left"));
                assertEquals(1, version(ring, edge, "plain-right"));
            }
            ring.origin.change();
            int _ = alone.purge(ring.client, "{\"urls\": [\"/plain-left\"]}");
            int _ = pair.getFirst().purge(ring.client, "{\"urls\": [\"/plain-right\"]}");
            assertEquals(2, version(ring, alone, "plain-left"));
            assertEquals(1, version(ring, alone, "plain-right"), "both halves serve");
            ring.awaitAll();
            for (TestEdge edge : ring.edges) {
                for (String key : List.of("plain-left", "plain-right")) {
                    eventually(() -> version(ring, edge, key) == 2);
                }
            }
        }
    }

    private static void fill(EdgeRing ring, String... keys) throws Exception {
        for (TestEdge edge : ring.edges) {
            for (String key : keys) {
                assertEquals(1, version(ring, edge, key));
            }
        }
    }

    /** Which version of an object an edge has. */
    private static int version(EdgeRing ring, TestEdge edge, String key) throws Exception {
        HttpResponse<byte[]> response =
                edge.get(ring.client, key, "bytes=0-999").get(60, TimeUnit.SECONDS);
        assertEquals(206, response.statusCode());
        boolean first = Arrays.equals(CountingOrigin.content(key, 1, 0, 1000), response.body());
        if (!first) {
            assertArrayEquals(CountingOrigin.content(key, 2, 0, 1000), response.body());
        }
        return first ? 1 : 2;
    }
}
