package dev.legato.allinone;

import static dev.legato.allinone.Api.eventually;
import static dev.legato.allinone.Api.expect;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.testing.FullRun;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} during playing and, in a full run, during an import before: the next start is clean and nothing
 * acknowledged is lost. {@code KilledImportIT} kills imports in any run.
 */
class KillIT {
    @TempDir
    private Path folder;

    @Test
    void up_killed_losesNothingAcknowledged() throws Exception {
        Path music = Tones.create(folder.resolve("music"));
        Path data = folder.resolve("data");
        if (FullRun.isOn()) {
            try (LegatoProcess first = LegatoProcess.up(data, music)) {
                first.awaitLine(line -> line.contains("[1/3]"));
                first.kill();
            }
        }
        String email = "survivor@example.org";
        String track;
        String playlist;
        try (LegatoProcess second = LegatoProcess.up(data, music);
                HttpClient client = HttpClient.newHttpClient()) {
            second.awaitLine(line -> line.contains("imported"));
            Api listener = Api.anonymous(client, second.gateway()).signedUp(email);
            JsonArray found = expect(200, listener.get("/v1/albums")).getJsonArray("items");
            assertEquals(1, found.size(), "nothing is imported twice");
            assertEquals(3, found.getJsonObject(0).getInteger("trackCount"));
            track = listener.firstFound("middle c", "track").getString("id");
            playlist = expect(201, listener.post("/v1/playlists", new JsonObject().put("name", "Kept")))
                    .getString("id");
            expect(202, listener.post("/v1/events", Heard.wholly(track)));
            try (InputStream playing = play(client, listener, track)) {
                assertEquals('f', playing.read());
                second.kill();
            }
        }
        try (LegatoProcess third = LegatoProcess.up(data, music);
                HttpClient client = HttpClient.newHttpClient()) {
            third.awaitLine(line -> line.contains("imported"));
            Api anonymous = Api.anonymous(client, third.gateway());
            JsonObject login = new JsonObject().put("email", email).put("password", "correct horse");
            Api listener = anonymous.with(
                    expect(200, anonymous.post("/v1/sessions", login)).getString("accessToken"));
            assertEquals(
                    "Kept",
                    expect(200, listener.get("/v1/playlists/" + playlist)).getString("name"));
            JsonObject stats = eventually(
                    () -> expect(200, listener.get("/v1/tracks/" + track + "/stats")),
                    answer -> answer.getInteger("plays") == 1);
            assertEquals(1, stats.getInteger("plays"));
            assertEquals(0, third.stop() & ~(128 + 15), "stops on SIGTERM");
        }
        Path store = data.resolve("objects");
        try (var files = Files.walk(store)) {
            assertEquals(
                    3,
                    files.map(store::relativize)
                            .filter(file -> file.endsWith("original.flac") && !file.startsWith(".sha256"))
                            .count());
        }
    }

    private static InputStream play(HttpClient client, Api listener, String track) throws Exception {
        JsonObject playback = expect(200, listener.get("/v1/tracks/" + track + "/playback"));
        String original = playback.getJsonArray("files").stream()
                .map(file -> ((JsonObject) file).getString("url"))
                .filter(url -> url.endsWith("original.flac"))
                .findFirst()
                .orElseThrow();
        return client.send(HttpRequest.newBuilder(URI.create(original)).build(), BodyHandlers.ofInputStream())
                .body();
    }
}
