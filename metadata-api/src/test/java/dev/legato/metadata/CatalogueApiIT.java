package dev.legato.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.ImportedTrack.Lyrics;
import dev.legato.contracts.ImportedTrack.LyricsLine;
import dev.legato.contracts.SignedPath;
import dev.legato.testing.Answer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CatalogueApiIT {
    private static final String SO_WHAT = Music.trackId("Miles Davis", "Kind of Blue", "So What");
    private static final String BLUE = Music.albumId("Miles Davis", "Kind of Blue");
    private static final String MILES = Music.artistId("Miles Davis");
    private static final String UNKNOWN = "0".repeat(26);

    @TempDir
    private static Path folder;

    private static CatalogueUnderTest catalogue;

    @BeforeAll
    static void start() throws Exception {
        catalogue = new CatalogueUnderTest();
        List<String> names =
                List.of("So What", "Freddie Freeloader", "Blue in Green", "All Blues", "Flamenco Sketches");
        for (int number = names.size(); number > 0; number--) {
            Answer answer = catalogue.put(Music.track("Miles Davis", "Kind of Blue", names.get(number - 1), number));
            assertEquals(201, answer.status(), answer.response().body());
        }
        assertEquals(
                201,
                catalogue.put(Music.track("The Beatles", "Help!", "Yesterday")).status());
        assertEquals(
                201,
                catalogue.put(Music.track("ABBA", "Arrival", "Dancing Queen")).status());
        var guest = Music.track(
                Music.trackId("Miles Davis", "Somethin' Else", "Autumn Leaves"),
                "Autumn Leaves",
                1,
                Music.album("Cannonball Adderley", "Somethin' Else"),
                List.of(Music.artist("Cannonball Adderley"), Music.artist("Miles Davis")));
        assertEquals(201, catalogue.put(guest).status());
    }

    @AfterAll
    static void stop() throws Exception {
        catalogue.close();
    }

    @Test
    void track_hasEveryMemberOfTheContract() {
        JsonObject track = catalogue.get("/v1/tracks/" + SO_WHAT).json();
        assertEquals(
                List.of(
                        "id",
                        "name",
                        "durationMs",
                        "trackNumber",
                        "discNumber",
                        "album",
                        "artists",
                        "genres",
                        "explicit",
                        "isrc",
                        "loudness",
                        "gapless",
                        "available"),
                List.copyOf(track.fieldNames()));
        assertEquals(SO_WHAT, track.getString("id"));
        assertEquals(200_001, track.getInteger("durationMs"));
        assertEquals(List.of("rock", "pop"), track.getJsonArray("genres").getList());
        assertEquals("USRC17607839", track.getString("isrc"));
        assertEquals(new JsonObject("""
                        {"integratedLufs": -14.2, "truePeakDbtp": -1.0, "rangeLu": 5.5, "gainDb": -3.8, "peak": 0.891251,
                         "albumGainDb": -3.8, "albumPeak": 0.891251}"""), track.getJsonObject("loudness"));
        assertEquals(new JsonObject("""
                        {"delaySamples": 1024, "paddingSamples": 327, "totalSamples": 8820044, "sampleRate": 44100}"""), track.getJsonObject("gapless"));
        assertEquals(
                "Miles Davis", track.getJsonArray("artists").getJsonObject(0).getString("name"));
        JsonObject album = track.getJsonObject("album");
        assertEquals("Kind of Blue", album.getString("name"));
        assertEquals(
                "https://edge.example.org/artwork/%s/640.jpg".formatted(BLUE),
                album.getJsonArray("artwork").getJsonObject(0).getString("url"));
    }

    @Test
    void track_isTheSameFromTheCache() {
        Answer first = catalogue.get("/v1/tracks/" + SO_WHAT);
        Answer second = catalogue.get("/v1/tracks/" + SO_WHAT);
        assertEquals(first.response().body(), second.response().body());
        assertEquals(first.header("ETag"), second.header("ETag"));
        assertEquals("private, no-cache", second.header("Cache-Control"));
    }

    @Test
    void track_withItsTag_is304() {
        String tag = catalogue.get("/v1/tracks/" + SO_WHAT).header("ETag");
        assertTrue(tag.matches("\"[0-9a-f]{24}\""), tag);
        Answer again = catalogue.get("/v1/tracks/" + SO_WHAT, "If-None-Match", tag);
        assertEquals(304, again.status());
        assertEquals("", again.response().body());
        assertEquals(
                200,
                catalogue
                        .get("/v1/tracks/" + SO_WHAT, "If-None-Match", "\"other\"")
                        .status());
    }

    @Test
    void tracks_keepsTheOrderAndLeavesOutTheUnknown() {
        String green = Music.trackId("Miles Davis", "Kind of Blue", "Blue in Green");
        Answer answer = catalogue.get("/v1/tracks?ids=%s,%s,%s".formatted(green, UNKNOWN, SO_WHAT));
        assertEquals(List.of("Blue in Green", "So What"), answer.items("name"));
        assertNull(answer.json().getValue("next"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /v1/tracks                                      | 400 | ids
                    /v1/tracks?ids=                                 | 400 | ids
                    /v1/tracks?ids=x                                | 400 | ids
                    /v1/albums?limit=0                              | 400 | limit
                    /v1/albums?limit=51                             | 400 | limit
                    /v1/albums?sort=random                          | 400 | sort
                    /v1/albums?cursor=!!                            | 400 | cursor
                    /v1/albums?cursor=AAAA                          | 400 | cursor
                    /v1/tracks/nothing                              | 404 |
                    /v1/tracks/00000000000000000000000000           | 404 |
                    /v1/albums/00000000000000000000000000           | 404 |
                    /v1/albums/00000000000000000000000000/tracks    | 404 |
                    /v1/artists/00000000000000000000000000          | 404 |
                    /v1/artists/00000000000000000000000000/albums   | 404 |
                    /v1/tracks/00000000000000000000000000/playback  | 404 |
                    /v1/tracks/00000000000000000000000000/lyrics    | 404 |
                    """)
    void badRequest_isAProblem(String path, int status, String field) {
        Answer answer = catalogue.get(path);
        assertEquals(status, answer.status(), answer.response().body());
        assertEquals("application/problem+json", answer.header("Content-Type"));
        assertEquals(field, answer.json().getString("field"), answer.response().body());
    }

    @Test
    void tracks_ofTooManyIds_is400() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 51; i++) {
            ids.add(Music.artistId("a" + i));
        }
        assertEquals(
                400, catalogue.get("/v1/tracks?ids=" + String.join(",", ids)).status());
        assertEquals(
                200,
                catalogue
                        .get("/v1/tracks?ids=" + String.join(",", ids.subList(0, 50)))
                        .status());
    }

    @Test
    void reads_needAToken_andPlaybackItsScope() {
        assertEquals(401, catalogue.getAsNobody("/v1/tracks/" + SO_WHAT).status());
        assertEquals(200, catalogue.getAsStranger("/v1/tracks/" + SO_WHAT).status());
        assertEquals(
                403,
                catalogue.getAsStranger("/v1/tracks/" + SO_WHAT + "/playback").status());
    }

    @Test
    void album_sumsUpItsTracks() {
        JsonObject album = catalogue.get("/v1/albums/" + BLUE).json();
        assertEquals(
                List.of("id", "name", "artists", "year", "artwork", "trackCount", "durationMs", "loudness", "colour"),
                List.copyOf(album.fieldNames()));
        assertEquals(5, album.getInteger("trackCount"));
        assertEquals(1_000_015, album.getInteger("durationMs"));
        assertEquals(1999, album.getInteger("year"));
    }

    @Test
    void albumTracks_areInOrderPageByPage() {
        assertEquals(
                List.of("So What", "Freddie Freeloader", "Blue in Green", "All Blues", "Flamenco Sketches"),
                all("/v1/albums/" + BLUE + "/tracks?limit=2"));
    }

    @Test
    void albums_areOrderedByNameOrAge() {
        assertEquals(
                List.of("Arrival", "Help!", "Kind of Blue", "Somethin' Else"),
                all("/v1/albums?sort=alphabetical&limit=1"));
        assertEquals(List.of("Somethin' Else", "Arrival", "Help!", "Kind of Blue"), all("/v1/albums?limit=3"));
    }

    @Test
    void artist_countsWhereTheyPerform() {
        JsonObject artist = catalogue.get("/v1/artists/" + MILES).json();
        assertEquals(List.of("id", "name", "artwork", "albumCount", "trackCount"), List.copyOf(artist.fieldNames()));
        assertEquals(2, artist.getInteger("albumCount"));
        assertEquals(6, artist.getInteger("trackCount"));
        assertEquals(
                "https://edge.example.org/artwork/%s/640.jpg".formatted(BLUE),
                artist.getJsonArray("artwork").getJsonObject(0).getString("url"));
    }

    @Test
    void artistAlbums_haveThoseTheyPerformOn() {
        assertEquals(List.of("Kind of Blue", "Somethin' Else"), all("/v1/artists/" + MILES + "/albums?limit=1"));
    }

    @Test
    void playback_opensTheTracksFilesForTheCaller() {
        Answer answer = catalogue.get("/v1/tracks/" + SO_WHAT + "/playback");
        assertTrue(answer.header("Cache-Control").startsWith("private, max-age="), answer.header("Cache-Control"));
        assertEquals("Authorization", answer.header("Vary"));
        JsonObject playback = answer.json();
        assertEquals(List.of("expiresAt", "files", "hls", "dash", "waveform"), List.copyOf(playback.fieldNames()));
        JsonObject original = playback.getJsonArray("files").getJsonObject(0);
        assertEquals("original", original.getString("rendition"));
        assertEquals(25_000_000, original.getInteger("bytes"));
        String folder = original.getString("url").replace("original.flac", "");
        assertEquals(folder + "master.m3u8", playback.getString("hls"));
        assertEquals(folder + "manifest.mpd", playback.getString("dash"));
        assertEquals(folder + "waveform.json", playback.getString("waveform"));
        Instant expires = playback.getInstant("expiresAt");
        Instant now = Clock.systemUTC().instant();
        assertTrue(expires.isAfter(now.plus(Duration.ofHours(6)).minusSeconds(60)), expires.toString());
        assertTrue(expires.isBefore(now.plus(Duration.ofHours(7)).plusSeconds(60)), expires.toString());

        String path = URI.create(original.getString("url")).getPath();
        assertTrue(original.getString("url").startsWith("https://edge.example.org/audio/~"), path);
        String token = path.substring("/audio/~".length(), path.indexOf('/', "/audio/~".length()));
        String key = path.substring(path.indexOf('/', "/audio/~".length()) + 1);
        assertEquals(SO_WHAT + "/original.flac", key);
        var verdict = SignedPath.verify(token, key, Map.of("k1", new byte[32]), now);
        var granted = org.junit.jupiter.api.Assertions.assertInstanceOf(SignedPath.Granted.class, verdict);
        assertEquals(CatalogueUnderTest.ACCOUNT, granted.path().listener());
        assertEquals(expires, granted.path().expires());
        assertTrue(answer.header("Cache-Control").matches("private, max-age=\\d+"), answer.header("Cache-Control"));
    }

    @Test
    void lyrics_areAnsweredWithTheirTimesIfTheseAreKnown() {
        ImportedTrack track = Music.track("Words", "Words", "Words");
        String path = "/v1/tracks/%s/lyrics".formatted(track.id());
        try {
            Lyrics sung = new Lyrics("eng", List.of(new LyricsLine(1_000L, "La"), new LyricsLine(2_500L, "")));
            assertEquals(201, catalogue.put(Music.withLyrics(track, sung)).status());
            Answer answer = catalogue.get(path);
            assertEquals(new JsonObject("""
                            {"language": "eng", "synchronised": true, "text": "La\\n",
                             "lines": [{"startMs": 1000, "text": "La"}, {"startMs": 2500, "text": ""}]}"""), answer.json());
            assertEquals(
                    304,
                    catalogue.get(path, "If-None-Match", answer.header("ETag")).status());
            Lyrics said = new Lyrics(null, List.of(new LyricsLine(null, "One"), new LyricsLine(null, "Two")));
            assertEquals(200, catalogue.put(Music.withLyrics(track, said)).status());
            assertEquals(new JsonObject("""
                            {"language": null, "synchronised": false, "lines": null, "text": "One\\nTwo"}"""), catalogue.get(path).json());
            Lyrics mixed = new Lyrics(null, List.of(new LyricsLine(1L, "One"), new LyricsLine(null, "Two")));
            Answer refused = catalogue.put(Music.withLyrics(track, mixed));
            assertEquals(400, refused.status());
            assertEquals("lyrics.lines.startMs", refused.json().getString("field"));
            assertEquals(200, catalogue.put(track).status());
            assertEquals(404, catalogue.get(path).status());
        } finally {
            assertEquals(
                    204, catalogue.delete("/internal/v1/tracks/" + track.id()).status());
        }
    }

    @Test
    void aliases_areACuratorsToEnter_andReadAgain() {
        String path = "/v1/artists/" + Music.artistId("Miles Davis") + "/aliases";
        assertEquals(List.of(), aliases(catalogue.get(path)));
        Answer entered =
                catalogue.put(path, utf8("{\"aliases\": [\"Miles Dewey Davis III\", \"Prince of Darkness\"]}"));
        assertEquals(List.of("Miles Dewey Davis III", "Prince of Darkness"), aliases(entered));
        assertEquals(aliases(entered), aliases(catalogue.get(path)));
        assertEquals(List.of("M"), aliases(catalogue.put(path, utf8("{\"aliases\": [\"M\", \"M\"]}"))));
        assertEquals(403, catalogue.putAsListener(path, "{\"aliases\": []}").status());
        assertEquals(
                404,
                catalogue
                        .put("/v1/artists/" + UNKNOWN + "/aliases", utf8("{\"aliases\": []}"))
                        .status());
        assertEquals(404, catalogue.get("/v1/artists/" + UNKNOWN + "/aliases").status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"aliases\": [null]}", "{\"aliases\": [\" \"]}", "{\"aliases\": [\"a\\u0007\"]}"})
    void aliases_ofAnotherForm_are400(String body) {
        Answer answer = catalogue.put("/v1/artists/" + Music.artistId("Miles Davis") + "/aliases", utf8(body));
        assertEquals(400, answer.status(), answer.response().body());
        assertEquals("aliases", answer.json().getString("field"));
    }

    @Test
    void aliases_beyondFifty_are400() {
        List<String> names =
                IntStream.range(0, 51).mapToObj(i -> "\"a" + i + '"').toList();
        Answer answer = catalogue.put(
                "/v1/artists/" + Music.artistId("Miles Davis") + "/aliases", utf8("{\"aliases\": " + names + "}"));
        assertEquals(400, answer.status());
        assertEquals("51 (expected: 0 to 50 names)", answer.json().getString("detail"));
    }

    @Test
    void openApi_isServed() {
        assertEquals("3.1.0", catalogue.get("/openapi.json").json().getString("openapi"));
    }

    private static List<?> aliases(Answer answer) {
        assertEquals(200, answer.status(), answer.response().body());
        return answer.json().getJsonArray("aliases").getList();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> all(String path) {
        List<String> names = new ArrayList<>();
        String next = path;
        while (next != null) {
            Answer page = catalogue.get(next);
            assertEquals(200, page.status(), page.response().body());
            names.addAll(page.items("name"));
            next = page.json().getString("next");
        }
        return names;
    }
}
