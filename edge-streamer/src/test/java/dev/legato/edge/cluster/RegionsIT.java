package dev.legato.edge.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two regions: the south asks the edges of the north as its shield, and the far origin only without them. */
@Timeout(300)
final class RegionsIT {
    @TempDir
    private Path folder;

    private static EdgeRing start(Path folder) throws Exception {
        EdgeRing ring = new EdgeRing(0, folder, Map.of(), 4);
        ring.join(0, Map.of("edge.cluster.region", "north"));
        ring.join(1, Map.of("edge.cluster.region", "north"));
        Map<String, String> south = Map.of(
                "edge.cluster.region",
                "south",
                "edge.origin.urls",
                "http://%s, http://%s, %s backup"
                        .formatted(ring.edges.get(0).name(), ring.edges.get(1).name(), ring.origin.url()));
        ring.join(2, south);
        ring.join(3, south);
        ring.awaitAll();
        return ring;
    }

    @Test
    void get_fromBothRegionsAtOnce_originIsAskedOnceBySomeoneInTheNorth() throws Exception {
        try (EdgeRing ring = start(folder)) {
            String key = "plain-both";
            List<CompletableFuture<HttpResponse<byte[]>>> all = ring.edges.stream()
                    .map(edge -> edge.get(ring.client, key, "bytes=0-"))
                    .toList();
            byte[] content = ring.origin.content(key, 0, CountingOrigin.LENGTH);
            for (CompletableFuture<HttpResponse<byte[]>> one : all) {
                assertArrayEquals(content, one.get(60, TimeUnit.SECONDS).body());
            }
            assertEquals(1, ring.origin.mostFetches(key));
        }
    }

    @Test
    void get_regionIsLost_itsListenersGoOnInTheOther() throws Exception {
        try (EdgeRing ring = start(folder)) {
            String known = "plain-known";
            String fresh = "plain-fresh";
            byte[] content = ring.origin.content(known, 0, CountingOrigin.LENGTH);
            List<TestEdge> addresses = List.copyOf(ring.edges);
            assertArrayEquals(content, listen(ring, addresses, known));
            List<TestEdge> north = List.copyOf(ring.edges.subList(0, 2));
            ring.edges.removeAll(north);
            for (TestEdge edge : north) {
                edge.kill();
            }
            assertArrayEquals(content, listen(ring, addresses, known));
            assertArrayEquals(ring.origin.content(fresh, 0, CountingOrigin.LENGTH), listen(ring, addresses, fresh));
            assertTrue(ring.origin.mostFetches(fresh) <= 2);
        }
    }

    /** Asks the first address that accepts connections, as a player with several addresses does. */
    private static byte[] listen(EdgeRing ring, List<TestEdge> addresses, String key) throws Exception {
        for (TestEdge edge : addresses) {
            try {
                HttpResponse<byte[]> response =
                        edge.get(ring.client, key, "bytes=0-").get(60, TimeUnit.SECONDS);
                assertEquals(206, response.statusCode());
                return response.body();
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof ConnectException)) {
                    throw e;
                }
            }
        }
        throw new AssertionError("no address answers");
    }
}
