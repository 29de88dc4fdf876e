package dev.legato.allinone;

import static dev.legato.allinone.Api.expect;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** A track as a guest finds it, and the links to play it. */
record PlayableTrack(JsonObject track, JsonObject playback) {
    /** Imports the tones and finds "Middle C". */
    static PlayableTrack importedInto(RunningStack legato, Path music, HttpClient client) throws Exception {
        return imported(legato, Tones.create(music), "middle c", client);
    }

    /** Imports all of a folder and finds a track by its title. */
    static PlayableTrack imported(RunningStack legato, Path music, String title, HttpClient client) throws Exception {
        var report = legato.importFolder(music);
        try (Stream<Path> files = Files.list(music)) {
            assertEquals(files.count(), report.imported().size(), () -> report.lines()
                    .toString());
        }
        Api anonymous = Api.anonymous(client, legato.gateway());
        Api guest = anonymous.with(expect(200, anonymous.post("/v1/sessions/guest", new JsonObject()))
                .getString("accessToken"));
        JsonObject track = guest.firstFound(title, "track");
        return new PlayableTrack(track, expect(200, guest.get("/v1/tracks/" + track.getString("id") + "/playback")));
    }
}
