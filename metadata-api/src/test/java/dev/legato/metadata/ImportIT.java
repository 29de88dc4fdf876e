package dev.legato.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.ImportedTrack.Album;
import dev.legato.contracts.ImportedTrack.Artist;
import dev.legato.contracts.ImportedTrack.Lyrics;
import dev.legato.contracts.ImportedTrack.LyricsLine;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.json.Json;
import dev.legato.testing.Answer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Writing, without Kafka: events wait, everything else goes on. */
final class ImportIT {
    private static CatalogueUnderTest catalogue;

    @BeforeAll
    static void start() throws Exception {
        catalogue = new CatalogueUnderTest();
    }

    @AfterAll
    static void stop() {
        catalogue.close();
    }

    @Test
    void put_again_changesNothing() {
        ImportedTrack track = Music.track("Nina Simone", "Pastel Blues", "Sinnerman");
        Answer created = catalogue.put(track);
        assertEquals(201, created.status());
        assertEquals("created", created.json().getString("outcome"));
        assertEquals("/v1/tracks/" + track.id(), created.header("Location"));
        Answer again = catalogue.put(track);
        assertEquals(200, again.status());
        assertEquals("unchanged", again.json().getString("outcome"));
    }

    @Test
    void put_withANewName_isReadAtOnce() {
        ImportedTrack track = Music.track("Nick Drake", "Pink Moon", "Pnik Moon");
        assertEquals(201, catalogue.put(track).status());
        assertEquals("Pnik Moon", name("tracks", track.id().value()));
        ImportedTrack corrected = Music.track(track.id().value(), "Pink Moon", 1, track.album(), track.artists());
        assertEquals("updated", catalogue.put(corrected).json().getString("outcome"));
        assertEquals("Pink Moon", name("tracks", track.id().value()));
    }

    @Test
    void put_withARenamedArtist_renamesThemEverywhere() {
        ImportedTrack one = Music.track("prince", "1999", "Delirious", 1);
        ImportedTrack two = Music.track("prince", "Parade", "Kiss", 2);
        assertEquals(201, catalogue.put(one).status());
        assertEquals(201, catalogue.put(two).status());
        assertEquals("prince", artistOf(two));
        Artist renamed = new Artist(Music.artistId("prince"), "The Artist");
        Album album = new Album(
                one.album().id(), "1999", List.of(renamed), 1982, one.album().artwork(), null);
        assertEquals(
                200,
                catalogue
                        .put(Music.track(one.id().value(), "Delirious", 1, album, List.of(renamed)))
                        .status());
        assertEquals("The Artist", artistOf(two));
    }

    @Test
    void put_toAnotherAlbum_removesTheEmptyOne() {
        ImportedTrack track = Music.track("Low", "Single", "Words");
        assertEquals(201, catalogue.put(track).status());
        assertEquals(200, catalogue.get("/v1/albums/" + track.album().id()).status());
        Album other = Music.album("Low", "I Could Live in Hope");
        assertEquals(
                200,
                catalogue
                        .put(Music.track(track.id().value(), "Words", 1, other, track.artists()))
                        .status());
        assertEquals(404, catalogue.get("/v1/albums/" + track.album().id()).status());
        assertEquals(200, catalogue.get("/v1/albums/" + other.id()).status());
    }

    @Test
    void put_withoutArtworkOrYear_leavesTheAlbumItsOwn() {
        ImportedTrack with = Music.track("Can", "Tago Mago", "Halleluhwah", 1);
        assertEquals(201, catalogue.put(with).status());
        Album bare = new Album(with.album().id(), "Tago Mago", with.album().artists(), null, List.of(), null);
        ImportedTrack without =
                Music.track(Music.trackId("Can", "Tago Mago", "Aumgn"), "Aumgn", 2, bare, with.artists());
        assertEquals(201, catalogue.put(without).status());
        JsonObject album = catalogue.get("/v1/albums/" + bare.id()).json();
        assertEquals(2, album.getJsonArray("artwork").size());
        assertEquals("#3a2b47", album.getString("colour"));
        assertEquals(1999, album.getInteger("year"));
        assertEquals(2, album.getInteger("trackCount"));
    }

    @Test
    void put_filesThatDisagreeOnTheYear_showTheOneMostSay() {
        ImportedTrack first = ofYear(1, 1969);
        for (ImportedTrack track : List.of(first, ofYear(2, 1970), ofYear(3, 1970))) {
            assertEquals(201, catalogue.put(track).status());
        }
        assertEquals(1970, year(first));
        // What an import does once a track is complete: it enters the track again.
        Lyrics lyrics = new Lyrics("de", List.of(new LyricsLine(null, "Yeti")));
        assertEquals(200, catalogue.put(Music.withLyrics(first, lyrics)).status());
        assertEquals(1970, year(first));
    }

    private static ImportedTrack ofYear(int number, int year) {
        Album album = Music.album("Amon Düül II", "Yeti");
        Album said = new Album(album.id(), album.name(), album.artists(), year, album.artwork(), album.colour());
        return Music.track(
                Music.trackId("Amon Düül II", "Yeti", "Part " + number),
                "Part " + number,
                number,
                said,
                album.artists());
    }

    private static int year(ImportedTrack track) {
        return catalogue.get("/v1/albums/" + track.album().id()).json().getInteger("year");
    }

    @Test
    void put_ofGenresWithoutLowerCase_isTaken() {
        ImportedTrack track = Music.track("Some", "Sets", "Of Numbers");
        JsonObject json = new JsonObject(new String(Json.write(track), StandardCharsets.UTF_8));
        json.put("genres", new JsonArray().add("ℝ 𝐑ock")).put("discNumber", 1_000);
        assertEquals(
                201,
                catalogue
                        .put("/internal/v1/tracks/" + track.id(), json.encode().getBytes(StandardCharsets.UTF_8))
                        .status());
    }

    @Test
    void delete_removesWhatNothingNamesAnyMore() {
        ImportedTrack track = Music.track("One Hit Wonder", "The Hit", "Hit");
        assertEquals(201, catalogue.put(track).status());
        assertEquals(200, catalogue.get("/v1/tracks/" + track.id()).status());
        assertEquals(204, catalogue.delete("/internal/v1/tracks/" + track.id()).status());
        assertEquals(404, catalogue.get("/v1/tracks/" + track.id()).status());
        assertEquals(404, catalogue.get("/v1/albums/" + track.album().id()).status());
        assertEquals(
                404,
                catalogue.get("/v1/artists/" + Music.artistId("One Hit Wonder")).status());
        assertEquals(404, catalogue.delete("/internal/v1/tracks/" + track.id()).status());
    }

    @Test
    void put_byAListener_is403() {
        assertEquals(403, catalogue.putAsListener(Music.track("A", "B", "C")).status());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /name            | ""                    | name
                    /name            | "a\\u0000b"           | name
                    /durationMs      | 0                     | durationMs
                    /trackNumber     | 0                     | trackNumber
                    /name            | "a\\u0085b"           | name
                    /discNumber      | 10000                 | discNumber
                    /isrc            | "US-RC1-76-07839"     | isrc
                    /genres          | ["Rock"]              | genres
                    /genres          | ["a\\u0092"]          | genres
                    /artists         | []                    | artists
                    /renditions      | []                    | renditions
                    /album/name      | " "                   | album.name
                    /album/year      | 10000                 | album.year
                    /album/id        | "x"                   | album
                    /surprise        | 1                     | surprise
                    /id              | "00000000000000000000000000" | id
                    """)
    void put_ofSomethingElse_is400(String pointer, String value, String field) {
        JsonObject track =
                new JsonObject(new String(Json.write(Music.track("Some", "Body", "Once")), StandardCharsets.UTF_8));
        String[] path = pointer.substring(1).split("/");
        JsonObject target = path.length == 2 ? track.getJsonObject(path[0]) : track;
        target.put(path[path.length - 1], new JsonArray("[" + value + "]").getValue(0));
        Answer answer = catalogue.put(
                "/internal/v1/tracks/" + Music.trackId("Some", "Body", "Once"),
                track.encode().getBytes(StandardCharsets.UTF_8));
        assertEquals(400, answer.status(), answer.response().body());
        assertEquals(field, answer.json().getString("field"), answer.response().body());
    }

    @Test
    void put_withAForeignKey_is400() {
        for (String key : List.of("../etc/passwd", "%s/../x", "%s/a/b", "%s/a b", "artwork/x.jpg", "%s/.hidden")) {
            JsonObject track =
                    new JsonObject(new String(Json.write(Music.track("Some", "Body", "Once")), StandardCharsets.UTF_8));
            track.getJsonArray("renditions").getJsonObject(0).put("key", key.replace("%s", track.getString("id")));
            Answer answer = catalogue.put(
                    "/internal/v1/tracks/" + track.getString("id"),
                    track.encode().getBytes(StandardCharsets.UTF_8));
            assertEquals(400, answer.status(), key);
            assertEquals("renditions.key", answer.json().getString("field"));
        }
    }

    @Test
    void put_byManyAtOnce_ofSharedAlbumsAndArtists_neverDeadlocks() throws Exception {
        List<Artist> band = List.of(Music.artist("Ann"), Music.artist("Bob"), Music.artist("Cyd"), Music.artist("Dee"));
        RunningService another = catalogue.startAnother();
        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Answer>> writes = new ArrayList<>();
            for (int n = 0; n < 80; n++) {
                int number = n;
                // The same artists in every order, alternately spelt, on four albums that tracks keep changing.
                List<Artist> artists = new ArrayList<>(band);
                java.util.Collections.rotate(artists, n % 4);
                Artist spelt = new Artist(artists.getFirst().id(), "Name " + n % 3);
                artists.set(0, spelt);
                Album album = Music.album(band.get(n % 4).name(), "Together " + n % 2);
                writes.add(() -> catalogue.put(Music.track(
                        Music.trackId("Band", "Together", "Song " + number % 20),
                        "Song " + number,
                        number + 1,
                        album,
                        artists)));
            }
            for (Future<Answer> write : threads.invokeAll(writes, 120, TimeUnit.SECONDS)) {
                int status = write.get().status();
                assertTrue(
                        status == 200 || status == 201, write.get().response().body());
            }
        } finally {
            another.stop().await();
        }
        assertEquals(
                20, catalogue.get("/v1/artists/" + Music.artistId("Ann")).json().getInteger("trackCount"));
    }

    private static String name(String list, String id) {
        return catalogue.get("/v1/" + list + "/" + id).json().getString("name");
    }

    private static String artistOf(ImportedTrack track) {
        return catalogue
                .get("/v1/tracks/" + track.id())
                .json()
                .getJsonArray("artists")
                .getJsonObject(0)
                .getString("name");
    }
}
