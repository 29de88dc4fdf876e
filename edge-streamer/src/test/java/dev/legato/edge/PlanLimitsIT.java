package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.LinkLimits;
import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.SignedPath;
import dev.legato.edge.RawClient.Reply;
import dev.legato.edge.manifest.Renditions;
import dev.legato.runtime.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a link's limits keep from its listener, at an edge with a folder and at one that caches. */
final class PlanLimitsIT {
    private static final LinkLimits CAP = new LinkLimits(160_000, Integer.MAX_VALUE, "");
    private static final List<String> RENDITIONS = List.of("aac-96", "aac-160", "aac-320", "opus-96", "flac");

    @TempDir
    private Path root;

    @TempDir
    private Path cache;

    @BeforeEach
    void write() throws IOException {
        Path track = Files.createDirectories(root.resolve("t1"));
        SegmentIndex index = new SegmentIndex(RENDITIONS.stream()
                .map(name -> Renditions.of(name, List.of(1000), List.of(4000)))
                .toList());
        Files.write(track.resolve("segments.json"), Json.write(index));
        for (String name : RENDITIONS) {
            Files.write(track.resolve(name + ".m4a"), new byte[1780]);
        }
        Files.write(track.resolve("original.flac"), new byte[5000]);
        Files.writeString(track.resolve("waveform.json"), "{}");
        // An operator's own list of everything; a capped listener must not get it.
        Files.writeString(track.resolve("master-all.m3u8"), "#EXTM3U\naac-320.m3u8\n");
    }

    @Test
    void get_folderBehindACap_refusesWhatIsAboveAndListsTheRest() throws Exception {
        try (EdgeFixture edge = EdgeFixture.start(root, Map.of())) {
            assertKeepsTo(edge.port());
        }
    }

    @Test
    void get_slowLaneBehindACap_isTheSame() throws Exception {
        try (EdgeFixture edge = EdgeFixture.start(root, Map.of("edge.fastLane", "off"))) {
            assertKeepsTo(edge.port());
        }
    }

    @Test
    void get_cachingEdgeBehindACap_isTheSameBesideOthersWithoutCap() throws Exception {
        try (EdgeFixture origin = EdgeFixture.start(root, Map.of("edge.open", "true"));
                EdgeFixture edge = EdgeFixture.startCache(
                        "http://127.0.0.1:%d/audio".formatted(origin.port()), cache, Map.of("edge.open", "false"))) {
            for (int i = 0; i < 2; i++) {
                assertKeepsTo(edge.port());
                assertEquals(
                        List.of("aac-96.m3u8", "aac-160.m3u8", "aac-320.m3u8"),
                        variants(get(edge.port(), LinkLimits.NONE, "t1/master.m3u8")));
                assertEquals(
                        List.of("aac-96.m3u8"),
                        variants(get(edge.port(), new LinkLimits(96_000, Integer.MAX_VALUE, ""), "t1/master.m3u8")));
            }
        }
    }

    private static void assertKeepsTo(int port) throws IOException {
        for (String permitted : List.of("aac-96.m4a", "aac-160.m4a", "aac-160.m3u8", "opus-96.m4a", "waveform.json")) {
            assertEquals(200, get(port, CAP, "t1/" + permitted).status(), permitted);
        }
        for (String above : List.of("aac-320.m4a", "aac-320.m3u8", "flac.m4a", "flac.m3u8", "original.flac")) {
            Reply refused = get(port, CAP, "t1/" + above);
            assertEquals(403, refused.status(), above);
            assertTrue(refused.text().contains("urn:legato:problem:above-plan"), refused.text());
            assertEquals(Optional.of("no-store"), refused.field("Cache-Control"));
            assertEquals(200, get(port, LinkLimits.NONE, "t1/" + above).status(), above);
        }
        Reply master = get(port, CAP, "t1/master.m3u8");
        assertEquals(List.of("aac-96.m3u8", "aac-160.m3u8"), variants(master));
        assertEquals(Optional.of("private, max-age=60, no-transform"), master.field("Cache-Control"));
        Reply named = get(port, CAP, "t1/b160000.master.m3u8");
        assertEquals(master.text(), named.text());
        assertEquals(Optional.of("public, max-age=60, no-transform"), named.field("Cache-Control"));
        assertEquals(
                List.of("aac-96.m3u8", "aac-160.m3u8", "opus-96.m3u8"), variants(get(port, CAP, "t1/master-all.m3u8")));
        assertEquals(404, get(port, CAP, "t1/master-flac.m3u8").status());
        String mpd = get(port, CAP, "t1/manifest.mpd").text();
        assertTrue(mpd.contains("aac-160.m4a") && mpd.contains("opus-96.m4a"), mpd);
        assertFalse(mpd.contains("aac-320.m4a") || mpd.contains("flac.m4a"), mpd);
        for (LinkLimits others : List.of(LinkLimits.NONE, new LinkLimits(96_000, Integer.MAX_VALUE, ""))) {
            assertEquals(403, get(port, others, "t1/b160000.master.m3u8").status(), "another plan's");
        }
    }

    private static List<String> variants(Reply reply) {
        assertEquals(200, reply.status(), reply.text());
        return reply.text().lines().filter(line -> !line.startsWith("#")).toList();
    }

    private static Reply get(int port, LinkLimits limits, String key, String... lines) throws IOException {
        try (RawClient client = RawClient.connect(port)) {
            return client.get(target(limits, key), lines);
        }
    }

    private static String target(LinkLimits limits, String key) {
        SignedPath path =
                new SignedPath("k1", Clock.systemUTC().instant().plus(Duration.ofMinutes(10)), "alice", "t1/", limits);
        return "/audio/~" + path.token(Base64.getDecoder().decode(EdgeFixture.SECRET)) + '/' + key;
    }
}
