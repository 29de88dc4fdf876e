package dev.legato.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.ImportedTrack;
import dev.legato.testing.Answer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tracks whose files are gone, come back, and are purged. */
final class AvailabilityIT {
    @TempDir
    private static Path folder;

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
    void goneTrack_isShownButNotPlayed() {
        ImportedTrack gone = entered("Slint", "Spiderland", "Breadcrumb Trail", 1);
        ImportedTrack stays = entered("Slint", "Spiderland", "Nosferatu Man", 2);
        assertTrue(isAvailable(gone));

        assertEquals("updated", catalogue.setAvailable(gone, false).json().getString("outcome"));
        assertEquals("unchanged", catalogue.setAvailable(gone, false).json().getString("outcome"));
        assertFalse(isAvailable(gone));
        assertTrue(isAvailable(stays));
        assertEquals(
                List.of("Breadcrumb Trail", "Nosferatu Man"),
                catalogue
                        .get("/v1/albums/%s/tracks".formatted(gone.album().id()))
                        .items("name"));
        Answer playback = catalogue.get("/v1/tracks/%s/playback".formatted(gone.id()));
        assertEquals(404, playback.status());
        assertEquals(
                "Track %s is not available now: its file is not in the music folder.".formatted(gone.id()),
                playback.json().getString("detail"));

        assertEquals(200, catalogue.setAvailable(stays, false).status());
        assertEquals(200, catalogue.get("/v1/albums/" + gone.album().id()).status());
    }

    @Test
    void returnedTrack_isTheSameAgain() {
        ImportedTrack track = entered("Talk Talk", "Laughing Stock", "Taphead", 1);
        String tag = catalogue.get("/v1/tracks/" + track.id()).header("ETag");
        assertEquals(200, catalogue.setAvailable(track, false).status());
        assertEquals(200, catalogue.setAvailable(track, true).status());
        assertEquals(tag, catalogue.get("/v1/tracks/" + track.id()).header("ETag"));

        assertEquals(200, catalogue.setAvailable(track, false).status());
        assertEquals("updated", catalogue.put(track).json().getString("outcome"));
        assertTrue(isAvailable(track));
        assertEquals(
                200,
                catalogue.get("/v1/tracks/%s/playback".formatted(track.id())).status());
    }

    @Test
    void purge_takesTheUnavailableOnly() {
        ImportedTrack track = entered("Gone", "Forever", "Adieu", 1);
        String path = "/internal/v1/unavailable-tracks/" + track.id();
        assertEquals(404, catalogue.delete(path).status());
        assertEquals(200, catalogue.get("/v1/tracks/" + track.id()).status());
        assertEquals(200, catalogue.setAvailable(track, false).status());
        assertEquals(204, catalogue.delete(path).status());
        assertEquals(404, catalogue.get("/v1/tracks/" + track.id()).status());
        assertEquals(404, catalogue.get("/v1/albums/" + track.album().id()).status());
        assertEquals(404, catalogue.setAvailable(track, true).status());
        assertEquals(404, catalogue.delete(path).status());
    }

    @Test
    void unavailableTracks_areListedPageByPage() {
        List<String> gone = new ArrayList<>();
        for (int number = 1; number <= 3; number++) {
            ImportedTrack track = entered("Many", "Lost", "Lost " + number, number);
            assertEquals(200, catalogue.setAvailable(track, false).status());
            gone.add(track.id().value());
        }
        List<String> listed = new ArrayList<>();
        String next = "/internal/v1/unavailable-tracks?limit=2";
        while (next != null) {
            JsonObject page = catalogue.getAsImporter(next).json();
            page.getJsonArray("items").stream().map(JsonObject.class::cast).forEach(track -> {
                if (track.getString("albumName").equals("Lost")) {
                    assertEquals(3, track.getInteger("albumTracks"));
                    assertEquals(Music.albumId("Many", "Lost"), track.getString("album"));
                    assertTrue(track.getInstant("since") != null);
                    listed.add(track.getString("id"));
                }
            });
            next = page.getString("next");
        }
        assertEquals(gone.stream().sorted().toList(), listed);
        assertNull(catalogue
                .getAsImporter("/internal/v1/unavailable-tracks?limit=50")
                .json()
                .getString("next"));
        assertEquals(403, catalogue.get("/internal/v1/unavailable-tracks").status());
    }

    @Test
    void availability_ofAnotherForm_is400() {
        ImportedTrack track = entered("Form", "Form", "Form", 1);
        String path = "/internal/v1/tracks/%s/availability".formatted(track.id());
        for (String body :
                List.of("{}", "{\"available\": null}", "{\"available\": 1}", "{\"available\": true, \"x\": 1}")) {
            assertEquals(
                    400,
                    catalogue.put(path, body.getBytes(StandardCharsets.UTF_8)).status(),
                    body);
        }
    }

    private static ImportedTrack entered(String artist, String album, String name, int number) {
        ImportedTrack track = Music.track(artist, album, name, number);
        assertEquals(201, catalogue.put(track).status());
        return track;
    }

    private static boolean isAvailable(ImportedTrack track) {
        return catalogue.get("/v1/tracks/" + track.id()).json().getBoolean("available");
    }
}
