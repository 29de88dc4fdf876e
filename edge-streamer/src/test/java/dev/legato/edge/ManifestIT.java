package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.SegmentIndex.Rendition;
import dev.legato.edge.manifest.Renditions;
import dev.legato.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Manifests over real sockets. */
class ManifestIT {
    private static final Rendition SMALL = Renditions.of("aac-160", List.of(1000, 1100), List.of(4000, 3500));

    @TempDir
    private Path root;

    private EdgeFixture edge;

    @BeforeEach
    void start() throws Exception {
        Files.createDirectories(root.resolve("t1"));
        write(new SegmentIndex(List.of(SMALL)));
        edge = EdgeFixture.start(root, Map.of());
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
    }

    @Test
    void get_masterPlaylist_isRendered() throws Exception {
        RawClient.Reply reply = get("t1/master.m3u8");
        assertEquals(200, reply.status(), reply.text());
        assertEquals(Optional.of("application/vnd.apple.mpegurl"), reply.field("Content-Type"));
        assertEquals(Optional.of("public, max-age=60, no-transform"), reply.field("Cache-Control"));
        assertEquals(Optional.of("*"), reply.field("Access-Control-Allow-Origin"));
        assertTrue(reply.field("ETag").orElseThrow().matches("\"[A-Za-z0-9_-]{24}\""));
        assertEquals("""
                #EXTM3U
                #EXT-X-VERSION:6
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="aac-160",NAME="Music",DEFAULT=YES,AUTOSELECT=YES,CHANNELS="2"
                #EXT-X-STREAM-INF:BANDWIDTH=2515,AVERAGE-BANDWIDTH=2240,CODECS="mp4a.40.2",AUDIO="aac-160"
                aac-160.m3u8
                """, reply.text());
    }

    @Test
    void get_masterPlaylists_haveOneCodecEach_orAll() throws Exception {
        write(new SegmentIndex(List.of(
                SMALL,
                Renditions.of("opus-96", List.of(900), List.of(7500)),
                Renditions.of("aac-96", List.of(800), List.of(7500)))));
        assertEquals(List.of("aac-160.m3u8", "aac-96.m3u8"), variants("t1/master.m3u8"));
        assertEquals(List.of("opus-96.m3u8"), variants("t1/master-opus.m3u8"));
        assertEquals(List.of("aac-160.m3u8", "opus-96.m3u8", "aac-96.m3u8"), variants("t1/master-all.m3u8"));
        assertEquals(404, get("t1/master-flac.m3u8").status());
    }

    private List<String> variants(String key) throws Exception {
        return get(key).text().lines().filter(line -> !line.startsWith("#")).toList();
    }

    @Test
    void get_mediaPlaylist_isRendered() throws Exception {
        assertEquals("""
                #EXTM3U
                #EXT-X-VERSION:6
                #EXT-X-TARGETDURATION:4
                #EXT-X-MEDIA-SEQUENCE:0
                #EXT-X-PLAYLIST-TYPE:VOD
                #EXT-X-INDEPENDENT-SEGMENTS
                #EXT-X-MAP:URI="aac-160.m4a",BYTERANGE="700@0"
                #EXTINF:4.000000,
                #EXT-X-BYTERANGE:1000@780
                aac-160.m4a
                #EXTINF:3.500000,
                #EXT-X-BYTERANGE:1100@1780
                aac-160.m4a
                #EXT-X-ENDLIST
                """, get("t1/aac-160.m3u8").text());
    }

    @Test
    void get_mpd_isRendered() throws Exception {
        RawClient.Reply reply = get("t1/manifest.mpd");
        assertEquals(Optional.of("application/dash+xml"), reply.field("Content-Type"));
        assertTrue(reply.text().contains("mediaPresentationDuration=\"PT7.500000S\""), reply.text());
        assertTrue(reply.text().contains("indexRange=\"700-779\" indexRangeExact=\"true\""), reply.text());
        assertTrue(reply.text().contains("<Initialization range=\"0-699\"/>"), reply.text());
    }

    @Test
    void get_withItsTag_is304_andARangeIsThatRange() throws Exception {
        RawClient.Reply whole = get("t1/master.m3u8");
        String tag = whole.field("ETag").orElseThrow();
        RawClient.Reply again = get("t1/master.m3u8", "If-None-Match: " + tag);
        assertEquals(304, again.status());
        assertEquals(Optional.of(tag), again.field("ETag"));
        RawClient.Reply range = get("t1/master.m3u8", "Range: bytes=0-6");
        assertEquals(206, range.status());
        assertEquals("#EXTM3U", range.text());
        assertEquals(412, get("t1/master.m3u8", "If-Match: \"other\"").status());
        assertEquals(416, get("t1/master.m3u8", "Range: bytes=99999-").status());
    }

    @Test
    void head_isTheHeadOfGet() throws Exception {
        RawClient.Reply get = get("t1/master.m3u8");
        try (RawClient client = RawClient.connect(edge.port())) {
            RawClient.Reply head = client.request("HEAD", EdgeFixture.signed("t1/master.m3u8"));
            assertEquals(200, head.status());
            assertEquals(get.field("Content-Length"), head.field("Content-Length"));
            assertEquals(get.field("ETag"), head.field("ETag"));
        }
    }

    @Test
    void get_afterARenditionWasAdded_namesIt() throws Exception {
        String tag = get("t1/master.m3u8").field("ETag").orElseThrow();
        write(new SegmentIndex(List.of(SMALL, Renditions.of("aac-320", List.of(2000), List.of(7500)))));
        Instant limit = Instant.now(Clock.systemUTC()).plusSeconds(10);
        RawClient.Reply reply = get("t1/master.m3u8");
        while (!reply.text().contains("aac-320.m3u8")
                && Instant.now(Clock.systemUTC()).isBefore(limit)) {
            reply = get("t1/master.m3u8");
        }
        assertTrue(reply.text().contains("aac-320.m3u8"), reply.text());
        assertNotEquals(tag, reply.field("ETag").orElseThrow());
    }

    @Test
    void get_aPlaylistThatIsAFile_isTheFile() throws Exception {
        Files.writeString(root.resolve("t1/master.m3u8"), "#EXTM3U of my own");
        assertEquals("#EXTM3U of my own", get("t1/master.m3u8").text());
    }

    @ParameterizedTest
    @ValueSource(strings = {"t1/flac.m3u8", "t2/master.m3u8", "t2/manifest.mpd", "t2/x.m3u8"})
    void get_whatHasNoIndex_is404(String key) throws Exception {
        Files.createDirectories(root.resolve("t2"));
        assertEquals(404, get(key).status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "[]",
                "{\"renditions\":[{\"name\":\"x\"}]}",
                "{\"renditions\":[{\"name\":\"x\",\"file\":\"../../etc/passwd\",\"codecs\":\"a\",\"channels\":2,"
                        + "\"gapless\":{\"delaySamples\":0,\"paddingSamples\":0,\"totalSamples\":1,\"sampleRate\":1},"
                        + "\"sha256\":\"\",\"initBytes\":1,\"indexBytes\":1,\"segmentBytes\":[1],\"segmentSamples\":[1]}]}"
            })
    void get_brokenIndex_is500AndNothingElse(String json) throws Exception {
        Files.createDirectories(root.resolve("t3"));
        Files.writeString(root.resolve("t3/segments.json"), json);
        assertEquals(500, get("t3/master.m3u8").status());
        assertEquals(200, get("t1/master.m3u8").status());
    }

    @Test
    void get_withoutSignature_is403() throws Exception {
        try (RawClient client = RawClient.connect(edge.port())) {
            assertEquals(403, client.get("/audio/t1/master.m3u8").status());
        }
    }

    private void write(SegmentIndex index) throws Exception {
        Path aside = root.resolve("t1/aside");
        Files.writeString(aside, new String(Json.write(index), StandardCharsets.UTF_8));
        Files.move(aside, root.resolve("t1/segments.json"), StandardCopyOption.ATOMIC_MOVE);
    }

    private RawClient.Reply get(String key, String... fields) throws Exception {
        try (RawClient client = RawClient.connect(edge.port())) {
            return client.get(EdgeFixture.signed(key), fields);
        }
    }
}
