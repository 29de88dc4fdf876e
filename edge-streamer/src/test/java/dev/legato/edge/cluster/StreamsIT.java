package dev.legato.edge.cluster;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.LinkLimits;
import dev.legato.contracts.SignedPath;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Ten devices of one account at three edges: the plan's number of them plays, whichever edges they use. */
@Timeout(300)
final class StreamsIT {
    private static final byte[] SECRET = "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.UTF_8);
    private static final int MAX = 3;
    private static final int DEVICES = 10;
    private static final int ROUNDS = 10;
    private static final Duration LOCKED_OUT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @Test
    void get_tenDevicesAtThreeEdges_planIsKept_andNobodyIsLockedOutWhenOneDies() throws Exception {
        Map<String, String> keys =
                Map.of("links.keys", "k1:" + Base64.getEncoder().encodeToString(SECRET), "edge.eventLoops", "2");
        try (EdgeRing ring = new EdgeRing(3, folder, keys)) {
            assertTrue(playing(ring).size() >= MAX, "each start is let in, until the next displaces it");
            List<Integer> seated = playing(ring);
            assertEquals(MAX, seated.size());
            for (int round = 0; round < ROUNDS; round++) {
                assertEquals(seated, playing(ring), "those who play go on playing, at whichever edge");
            }

            TestEdge dying = ring.edges.removeLast();
            dying.kill();
            List<Integer> played = new ArrayList<>();
            for (int device = 0; device < DEVICES; device++) {
                int number = device;
                int _ = eventually(LOCKED_OUT, () -> status(ring, number), status -> status == 206);
                played.add(device);
                assertTrue(playing(ring, played).size() <= MAX);
            }
        }
    }

    /** Which devices are sent audio when all ask at once. */
    private static List<Integer> playing(EdgeRing ring) throws Exception {
        List<Integer> all = new ArrayList<>();
        for (int device = 0; device < DEVICES; device++) {
            all.add(device);
        }
        return playing(ring, all);
    }

    private static List<Integer> playing(EdgeRing ring, List<Integer> devices) throws Exception {
        List<CompletableFuture<HttpResponse<byte[]>>> asked =
                devices.stream().map(device -> ask(ring, device)).toList();
        List<Integer> playing = new ArrayList<>();
        for (int i = 0; i < asked.size(); i++) {
            HttpResponse<byte[]> response = asked.get(i).get(60, TimeUnit.SECONDS);
            if (response.statusCode() == 206) {
                playing.add(devices.get(i));
            } else {
                assertEquals(403, response.statusCode());
                String problem = new String(response.body(), StandardCharsets.UTF_8);
                assertTrue(problem.contains("urn:legato:problem:too-many-streams"), problem);
                assertTrue(problem.contains("3 players at a time"), problem);
            }
        }
        return playing;
    }

    private static int status(EdgeRing ring, int device) throws Exception {
        return ask(ring, device).get(60, TimeUnit.SECONDS).statusCode();
    }

    private static CompletableFuture<HttpResponse<byte[]>> ask(EdgeRing ring, int device) {
        SignedPath path = new SignedPath(
                "k1",
                Instant.parse("2100-01-01T00:00:00Z"),
                "alice",
                "plain",
                new LinkLimits(Integer.MAX_VALUE, MAX, "device" + device));
        TestEdge edge = ring.edges.get(device % ring.edges.size());
        return edge.get(ring.client, "~" + path.token(SECRET) + "/plain-song", "bytes=0-999");
    }
}
