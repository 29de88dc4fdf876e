package dev.legato.edge.cluster;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An owner that dies, is stopped or comes back costs its listeners nothing, and the origin one more fetch at most. */
@Timeout(300)
final class ClusterFaultIT {
    @TempDir
    private Path folder;

    @Test
    void get_ownerIsKilledMeanwhile_originIsAskedTwiceAtMost() throws Exception {
        try (EdgeRing ring = new EdgeRing(3, folder)) {
            String key = "plain-killed";
            TestEdge owner = ring.owner(key, 0);
            ring.origin.delay(300);
            List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
            for (TestEdge edge : ring.edges) {
                if (edge != owner) {
                    all.add(edge.get(ring.client, key, "bytes=0-"));
                }
            }
            eventually(() -> ring.origin.requests() > 0);
            ring.edges.remove(owner);
            owner.kill();
            for (CompletableFuture<HttpResponse<byte[]>> one : all) {
                assertArrayEquals(
                        ring.origin.content(key, 0, CountingOrigin.LENGTH),
                        one.get(60, TimeUnit.SECONDS).body());
            }
            assertTrue(ring.origin.mostFetches(key) <= 2, "fetches: " + ring.origin.mostFetches(key));
        }
    }

    @Test
    void get_ownerIsStopped_nextIsAskedAndTheStoppedOneIsLeftAlone() throws Exception {
        try (StallingProxy proxy = new StallingProxy();
                EdgeRing ring =
                        new EdgeRing(1, folder, Map.of("edge.cluster.advertise", "127.0.0.1:" + proxy.port()), 3)) {
            TestEdge stopped = ring.edges.getFirst();
            proxy.before(stopped.service.port());
            ring.join(1, Map.of("edge.cluster.deadline", "300ms", "edge.cluster.rest", "2s"));
            ring.join(2, Map.of("edge.cluster.deadline", "300ms", "edge.cluster.rest", "2s"));
            ring.awaitAll();
            EdgeNode node = new EdgeNode("", "127.0.0.1", proxy.port(), false, "", "");
            List<String> keys = ring.ownedBy(node, 3_000);
            askAll(ring, keys.get(0), stopped);
            assertEquals(1, ring.origin.mostFetches(keys.get(0)));

            proxy.stall(true);
            askAll(ring, keys.get(1), stopped);
            assertTrue(ring.origin.mostFetches(keys.get(1)) <= 2);
            int asked = proxy.unanswered();
            assertTrue(asked > 0, "the owner was not asked");
            askAll(ring, keys.get(2), stopped);
            assertTrue(ring.origin.mostFetches(keys.get(2)) <= 2);

            proxy.stall(false);
            // It returns: after its rest it is asked again.
            Iterator<String> others = keys.listIterator(3);
            eventually(() -> {
                int before = proxy.passed();
                String key = others.next();
                askAll(ring, key, stopped);
                assertTrue(ring.origin.mostFetches(key) <= 2);
                return proxy.passed() > before && ring.origin.mostFetches(key) == 1;
            });
        }
    }

    private static void askAll(EdgeRing ring, String key, TestEdge but) throws Exception {
        List<CompletableFuture<HttpResponse<byte[]>>> all = ring.edges.stream()
                .filter(edge -> edge != but)
                .map(edge -> edge.get(ring.client, key, "bytes=0-99999"))
                .toList();
        for (CompletableFuture<HttpResponse<byte[]>> one : all) {
            HttpResponse<byte[]> response = one.get(60, TimeUnit.SECONDS);
            assertEquals(206, response.statusCode());
            assertArrayEquals(ring.origin.content(key, 0, 100_000), response.body());
        }
    }

    /** Versions are never mixed, and edges that had the old one learn of the new. */
    @Test
    void get_objectHasChanged_allEdgesConverge() throws Exception {
        try (EdgeRing ring = new EdgeRing(3, folder)) {
            String key = "plain-changed";
            for (TestEdge edge : ring.edges) {
                HttpResponse<byte[]> first =
                        edge.get(ring.client, key, "bytes=0-9").get(60, TimeUnit.SECONDS);
                assertEquals(206, first.statusCode());
            }
            ring.origin.change();
            byte[] content = ring.origin.content(key, 0, CountingOrigin.LENGTH);
            for (TestEdge edge : ring.edges) {
                eventually(() -> {
                    try {
                        byte[] whole = edge.get(ring.client, key, "")
                                .get(60, TimeUnit.SECONDS)
                                .body();
                        return Arrays.equals(content, whole);
                    } catch (ExecutionException _) {
                        return false; // an answer of the old version that cannot be completed breaks off
                    }
                });
            }
        }
    }
}
