package dev.legato.allinone;

import static dev.legato.allinone.Api.expect;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.nio.file.Path;

/** A tone of {@link Tones} as a guest finds it, and the links to play it. */
record PlayableTrack(JsonObject track, JsonObject playback) {
    /** Imports the tones and finds "Middle C". */
    static PlayableTrack importedInto(RunningStack legato, Path music, HttpClient client) throws Exception {
        var report = legato.importFolder(Tones.create(music));
        if (report.imported().size() != Tones.TITLES.size()) {
            throw new AssertionError(report.lines().toString());
        }
        Api anonymous = Api.anonymous(client, legato.gateway());
        Api guest = anonymous.with(expect(200, anonymous.post("/v1/sessions/guest", new JsonObject()))
                .getString("accessToken"));
        JsonObject track = expect(200, guest.get("/v1/search?q=middle+c&types=track"))
                .getJsonObject("tracks")
                .getJsonArray("items")
                .getJsonObject(0);
        return new PlayableTrack(track, expect(200, guest.get("/v1/tracks/" + track.getString("id") + "/playback")));
    }
}
