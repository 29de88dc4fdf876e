package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.SignedPath;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The access log as {@code docs/access-log.md} has it, on both lanes. */
class AccessLogIT {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"on", "off"})
    void answers_ofBothLanes_areRecorded(String fastLane) throws Exception {
        String token = new SignedPath("k1", Instant.parse("2100-01-01T00:00:00Z"), "alice", "t1/")
                .token(Base64.getDecoder().decode(EdgeFixture.SECRET));
        String target = "/audio/~" + token + "/t1/a.flac";
        try (EdgeFixture edge = start(Map.of("edge.accessLog", "1", "edge.fastLane", fastLane));
                RawClient client = RawClient.connect(edge.port())) {
            for (int i = 0; i < 2; i++) {
                client.get(
                        target,
                        "Range: bytes=1-3",
                        "X-Request-Id: abcdefgh" + i,
                        "CMCD-Request: bl=21300",
                        "CMCD-Session: sid=\"x\"");
            }
            client.get(target + "?CMCD=bl%3D7%2Csid%3D%22y%22", "If-None-Match: *");
            client.get("/audio/t1/a.flac");
        }
        List<JsonObject> lines = lines();
        assertEquals(4, lines.size());
        for (int i = 0; i < 2; i++) {
            JsonObject ranged = lines.get(i);
            assertEquals(206, ranged.getInteger("status"), ranged::encode);
            assertEquals(3, ranged.getInteger("bytesSent"), ranged::encode);
            assertEquals("abcdefgh" + i, ranged.getString("requestId"));
            assertEquals("/audio/t1/a.flac", ranged.getString("key"));
            assertEquals("bytes=1-3", ranged.getString("range"));
            assertEquals("bl=21300,sid=\"x\"", ranged.getString("cmcd"));
            assertTrue(ranged.getString("listener").matches("[0-9a-f]{16}"), ranged::encode);
            assertTrue(ranged.getBoolean("complete"), ranged::encode);
            assertTrue(ranged.getLong("durationMicros") >= ranged.getLong("firstByteMicros"), ranged::encode);
            assertEquals("HTTP/1.1", ranged.getString("protocol"));
            assertFalse(ranged.encode().contains("alice") || ranged.encode().contains(token));
        }
        assertEquals(304, lines.get(2).getInteger("status"));
        assertEquals("bl=7,sid=\"y\"", lines.get(2).getString("cmcd"));
        assertEquals(403, lines.get(3).getInteger("status"));
        assertTrue(lines.get(3).containsKey("requestId"));
        assertFalse(lines.get(3).containsKey("listener"));
    }

    @Test
    void answers_sampled_areOneOfThree() throws Exception {
        try (EdgeFixture edge = start(Map.of("edge.accessLog", "3", "edge.open", "true"));
                RawClient client = RawClient.connect(edge.port())) {
            for (int i = 0; i < 9; i++) {
                assertEquals(200, client.get("/audio/t1/a.flac").status());
            }
        }
        assertEquals(3, lines().size());
    }

    @Test
    void answers_overHttp2AndMalformed_areRecorded() throws Exception {
        try (EdgeFixture edge = start(Map.of("edge.accessLog", "1", "edge.open", "true"))) {
            try (RawHttp2Client client = RawHttp2Client.connect(edge.port(), false)) {
                client.open();
                client.get(1);
                while (client.read().type() != RawHttp2Client.DATA) {
                    // comes after its head
                }
            }
            try (RawClient client = RawClient.connect(edge.port())) {
                client.send("GET / HTTP/1.1\r\n\r\n");
                assertEquals(400, client.read("GET").status());
            }
        }
        List<JsonObject> lines = lines();
        assertEquals("HTTP/2", lines.get(0).getString("protocol"));
        assertEquals(400, lines.get(1).getInteger("status"));
    }

    private List<JsonObject> lines() throws IOException {
        return Files.readAllLines(folder.resolve("access.log")).stream()
                .map(JsonObject::new)
                .toList();
    }

    private EdgeFixture start(Map<String, String> settings) throws Exception {
        Path root = Files.createDirectories(folder.resolve("root/t1"));
        Files.writeString(root.resolve("a.flac"), "0123456789");
        Map<String, String> all = new java.util.HashMap<>(settings);
        all.put("edge.accessLogFile", folder.resolve("access.log").toString());
        return EdgeFixture.start(folder.resolve("root"), all);
    }
}
