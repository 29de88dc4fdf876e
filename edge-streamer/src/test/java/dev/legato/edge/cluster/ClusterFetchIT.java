package dev.legato.edge.cluster;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.FullRun;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edges of one cluster fetch each slice once, whoever asks for it. */
@Timeout(300)
final class ClusterFetchIT {
    private static final int EDGES = FullRun.repetitions("legato.edges", 4, 8);
    private static final int GROUP = 4 * CountingOrigin.SLICE;

    @TempDir
    private static Path folder;

    private static EdgeRing ring;

    @BeforeAll
    static void start() throws Exception {
        ring = new EdgeRing(EDGES, folder);
    }

    @AfterAll
    static void stop() throws Exception {
        ring.close();
    }

    /** A request for a part of an object, and what has to come. */
    private record Asked(int from, int to, CompletableFuture<HttpResponse<byte[]>> answer) {
        void check(String key) throws Exception {
            HttpResponse<byte[]> response = answer.get(60, TimeUnit.SECONDS);
            assertEquals(206, response.statusCode());
            assertArrayEquals(CountingOrigin.content(key, 1, from, to), response.body());
        }
    }

    @Test
    void get_allPartsFromAllEdgesAtOnce_originIsAskedOncePerSlice() throws Exception {
        String key = "plain-parts";
        List<Asked> all = new ArrayList<>();
        for (int from = 100; from < CountingOrigin.LENGTH - GROUP; from += GROUP / 2) {
            for (TestEdge edge : ring.edges) {
                int to = from + GROUP;
                all.add(new Asked(from, to, edge.get(ring.client, key, "bytes=%d-%d".formatted(from, to - 1))));
            }
        }
        for (Asked one : all) {
            one.check(key);
        }
        assertEquals(1, ring.origin.mostFetches(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes=0-"})
    void get_wholeFromAllEdgesAtOnce_originIsAskedOncePerSlice(String range) throws Exception {
        String key = "plain-" + (range.isEmpty() ? "whole" : "open");
        List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
        for (int i = 0; i < 3 * EDGES; i++) {
            all.add(ring.edges.get(i % EDGES).get(ring.client, key, range));
        }
        byte[] content = ring.origin.content(key, 0, CountingOrigin.LENGTH);
        for (CompletableFuture<HttpResponse<byte[]>> one : all) {
            assertArrayEquals(content, one.get(60, TimeUnit.SECONDS).body());
        }
        assertEquals(1, ring.origin.mostFetches(key));
        assertEquals(1, ring.origin.fetches(key, CountingOrigin.SLICES - 1));
    }

    /** What an edge has fetched from an owner it stores: what is popular is everywhere. */
    @Test
    void get_again_isAHitOnEachEdge() throws Exception {
        String key = "plain-hot";
        for (TestEdge edge : ring.edges) {
            int _ = edge.get(ring.client, key, "").get(60, TimeUnit.SECONDS).statusCode();
        }
        for (TestEdge edge : ring.edges) {
            HttpResponse<byte[]> again = edge.get(ring.client, key, "bytes=5-9").get(60, TimeUnit.SECONDS);
            String status = again.headers().allValues("cache-status").toString();
            assertTrue(status.contains("hit"), status);
            assertArrayEquals(ring.origin.content(key, 5, 10), again.body());
        }
        assertEquals(1, ring.origin.mostFetches(key));
    }

    @Test
    void get_throughAnOwner_cacheStatusNamesBothAndAgeIsKept() throws Exception {
        String key = "plain-status";
        TestEdge owner = ring.owner(key, 0);
        TestEdge other =
                ring.edges.stream().filter(edge -> edge != owner).findFirst().orElseThrow();
        HttpResponse<byte[]> response = other.get(ring.client, key, "").get(60, TimeUnit.SECONDS);
        String status = String.join(", ", response.headers().allValues("cache-status"));
        assertEquals(2, status.split("fwd=uri-miss", -1).length - 1, status);
        assertEquals(
                1, response.headers().allValues("access-control-allow-origin").size(), "each edge has added its own");
        assertEquals("\"plain-status-1\"", response.headers().firstValue("etag").orElse(""));
        assertEquals(
                "all plain-status",
                response.headers().firstValue("surrogate-key").orElse(""));
    }

    @Test
    void get_rangesAreIgnored_ownersOfTheFirstGroupHasTheWhole() throws Exception {
        String key = "whole-album";
        for (TestEdge edge : ring.edges) {
            HttpResponse<byte[]> response =
                    edge.get(ring.client, key, "bytes=10-19").get(60, TimeUnit.SECONDS);
            assertEquals(206, response.statusCode());
            assertArrayEquals(ring.origin.content(key, 10, 20), response.body());
        }
        assertEquals(1, ring.origin.mostFetches(key));
    }

    @Test
    void get_private_isPassedOnAndNeverShared() throws Exception {
        String key = "private-letter";
        for (TestEdge edge : ring.edges) {
            HttpResponse<byte[]> response = edge.get(ring.client, key, "").get(60, TimeUnit.SECONDS);
            assertArrayEquals(ring.origin.content(key, 0, CountingOrigin.LENGTH), response.body());
        }
        assertEquals(EDGES, ring.origin.fetches(key, 0));
    }

    @Test
    void get_forgedMarker_isRefused() throws Exception {
        int before = ring.origin.requests();
        HopMarker stranger = new HopMarker("another secret altogether", InstantSource.system());
        HttpResponse<byte[]> response = ring.edges
                .getFirst()
                .get(
                        ring.client,
                        "plain-forged",
                        "",
                        HopMarker.FIELD,
                        stranger.sign(HopMarker.Kind.FETCH, "GET", "/plain-forged"))
                .get(60, TimeUnit.SECONDS);
        assertEquals(403, response.statusCode());
        assertEquals(before, ring.origin.requests());
    }

    /** Also while edges disagree about who owns what: one hop is all. */
    @Test
    void get_markedRequestToAnEdgeThatOwnsNothingOfIt_asksTheOriginOnly() throws Exception {
        String key = "plain-hop";
        TestEdge owner = ring.owner(key, 0);
        TestEdge other =
                ring.edges.stream().filter(edge -> edge != owner).findFirst().orElseThrow();
        HopMarker marker = new HopMarker(TestEdge.SECRET, InstantSource.system());
        HttpResponse<byte[]> response = other.get(
                        ring.client, key, "", HopMarker.FIELD, marker.sign(HopMarker.Kind.FETCH, "GET", '/' + key))
                .get(60, TimeUnit.SECONDS);
        assertArrayEquals(ring.origin.content(key, 0, CountingOrigin.LENGTH), response.body());
        String status = String.join(", ", response.headers().allValues("cache-status"));
        assertEquals(1, status.split("fwd=", -1).length - 1, status);
        assertTrue(response.headers().firstValue("access-control-allow-origin").isEmpty());
    }

    /** An owner that waits for an origin is alive: nobody else is asked. */
    @Test
    void get_originSlowerThanTheDeadline_ownerIsWaitedFor() throws Exception {
        String key = "plain-slow";
        ring.origin.delay(1_000);
        try {
            List<CompletableFuture<HttpResponse<byte[]>>> all = ring.edges.stream()
                    .map(edge -> edge.get(ring.client, key, ""))
                    .toList();
            for (CompletableFuture<HttpResponse<byte[]>> one : all) {
                assertEquals(200, one.get(60, TimeUnit.SECONDS).statusCode());
            }
        } finally {
            ring.origin.delay(20);
        }
        assertEquals(1, ring.origin.mostFetches(key));
    }
}
