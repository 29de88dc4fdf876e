package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.SignedPath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EdgeIT {
    private static final byte[] TRACK = new byte[3_000_000];

    @TempDir
    private static Path root;

    private static EdgeFixture edge;

    @BeforeAll
    static void start() throws Exception {
        new Random(1).nextBytes(TRACK);
        Files.createDirectories(root.resolve("t1"));
        Files.createDirectories(root.resolve("artwork"));
        Files.write(root.resolve("t1/aac-160.m4a"), TRACK);
        Files.write(root.resolve("artwork/a1.jpg"), new byte[] {1, 2, 3});
        edge = EdgeFixture.start(root, Map.of("edge.pacing.multiple", "0"));
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    @Test
    void get_signedRange_isThatRange() throws Exception {
        try (RawClient client = RawClient.connect(edge.port())) {
            RawClient.Reply reply = client.get(signed("t1/"), "Range: bytes=100-65635");
            assertEquals(206, reply.status());
            assertArrayEquals(Arrays.copyOfRange(TRACK, 100, 65_636), reply.body());
            assertEquals(Optional.of("bytes 100-65635/3000000"), reply.field("Content-Range"));
            assertEquals(Optional.of("audio/mp4"), reply.field("Content-Type"));
            assertEquals(Optional.of("bytes"), reply.field("Accept-Ranges"));
            assertEquals(
                    Optional.of("public, max-age=31536000, immutable, no-transform"), reply.field("Cache-Control"));
            assertEquals(Optional.of("*"), reply.field("Access-Control-Allow-Origin"));
            assertTrue(reply.field("ETag").orElseThrow().matches("\"[A-Za-z0-9_-]{24}\""));
        }
    }

    @Test
    void get_wholeTrackTwice_isExactOnOneConnection() throws Exception {
        try (RawClient client = RawClient.connect(edge.port())) {
            for (int i = 0; i < 2; i++) {
                RawClient.Reply reply = client.get(signed("t1/"));
                assertEquals(200, reply.status());
                assertArrayEquals(TRACK, reply.body());
            }
        }
    }

    @Test
    void get_withoutSignature_is403() throws Exception {
        assertProblem("/audio/t1/aac-160.m4a", 403, "link-needed");
    }

    @Test
    void get_badLinks_are403WithTheirReason() throws Exception {
        assertProblem(signed("t2/"), 403, "link-wrong-prefix");
        assertProblem("/audio/~nonsense/t1/aac-160.m4a", 403, "link-malformed");
        assertProblem(signed("t1/").replace("~k1", "~k2"), 403, "link-wrong-signature");
        assertProblem(link("t1/", Instant.EPOCH.plusSeconds(1)), 403, "link-expired");
    }

    @Test
    void get_goodLinkForNothing_is404() throws Exception {
        assertProblem(signed("t1/").replace("aac-160", "aac-999"), 404, "not-found");
        assertProblem("/elsewhere", 404, "not-found");
    }

    @Test
    void get_artwork_isOpen() throws Exception {
        try (RawClient client = RawClient.connect(edge.port())) {
            RawClient.Reply reply = client.get("/artwork/a1.jpg");
            assertEquals(200, reply.status());
            assertArrayEquals(new byte[] {1, 2, 3}, reply.body());
            assertEquals(Optional.of("image/jpeg"), reply.field("Content-Type"));
        }
    }

    @Test
    void options_anyPath_allowsRanges() throws Exception {
        try (RawClient client = RawClient.connect(edge.port())) {
            RawClient.Reply reply = client.request(
                    "OPTIONS",
                    "/audio/x",
                    "Origin: https://music.example",
                    "Access-Control-Request-Method: GET",
                    "Access-Control-Request-Headers: range");
            assertEquals(204, reply.status());
            assertTrue(reply.field("Access-Control-Allow-Headers").orElseThrow().contains("Range"));
            assertEquals(Optional.of("GET, HEAD"), reply.field("Access-Control-Allow-Methods"));
        }
    }

    private static void assertProblem(String target, int status, String type) throws Exception {
        try (RawClient client = RawClient.connect(edge.port())) {
            RawClient.Reply reply = client.get(target);
            assertEquals(status, reply.status(), reply.text());
            assertEquals(Optional.of("application/problem+json"), reply.field("Content-Type"));
            assertTrue(reply.text().contains("urn:legato:problem:" + type), reply.text());
        }
    }

    private static String signed(String prefix) {
        return link(prefix, Instant.now(java.time.Clock.systemUTC()).plusSeconds(600));
    }

    private static String link(String prefix, Instant expires) {
        String token = new SignedPath("k1", expires, "alice", prefix)
                .token(Base64.getDecoder().decode(EdgeFixture.SECRET));
        return "/audio/~" + token + "/t1/aac-160.m4a";
    }
}
