package dev.legato.playlist;

import static dev.legato.playlist.PlaylistItemsIT.move;
import static dev.legato.playlist.PlaylistsUnderTest.delete;
import static dev.legato.playlist.PlaylistsUnderTest.items;
import static dev.legato.playlist.PlaylistsUnderTest.patch;
import static dev.legato.testing.Call.get;
import static dev.legato.testing.Call.post;
import static dev.legato.testing.Eventually.eventually;

import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.embedded.PostgresOutage;
import dev.legato.runtime.health.Health;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL breaks under playlist-api. Kafka is down all the time. */
final class PostgresOutageIT {
    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private PlaylistsUnderTest playlists;

    @BeforeEach
    void start() throws Exception {
        playlists = new PlaylistsUnderTest(postgres.uri(), "127.0.0.1:1");
        playlists.health().enter(Health.State.RUNNING);
    }

    @AfterEach
    void stop() throws Exception {
        playlists.close();
        postgres.close();
    }

    @Test
    void postgresFrozenKilledAndStarted_noRequestFailsOtherwiseThanWith503() throws Exception {
        String playlist = playlists.playlist();
        List<String> entries = playlists.add(playlist, playlists.tracks(3));
        JsonObject name = new JsonObject().put("name", "Monday");
        List<String> moved = List.of(entries.getFirst());
        String none = "\"none\"";
        new PostgresOutage(
                        postgres,
                        Map.of(
                                "createPlaylist",
                                        () -> playlists
                                                .send(post("/v1/playlists", name))
                                                .response(),
                                "getMyPlaylists",
                                        () -> playlists
                                                .send(get("/v1/me/playlists"))
                                                .response(),
                                "getPlaylist",
                                        () -> playlists.send(get(playlist)).response(),
                                "updatePlaylist",
                                        () -> playlists
                                                .send(patch(playlist, name, "*"))
                                                .response(),
                                "deletePlaylist",
                                        () -> playlists
                                                .send(delete(playlist, none))
                                                .response(),
                                "getPlaylistItems",
                                        () -> playlists
                                                .send(get(playlist + "/items"))
                                                .response(),
                                "addPlaylistItems",
                                        () -> playlists
                                                .send(post(playlist + "/items", items(playlists.tracks(2))))
                                                .response(),
                                "movePlaylistItems",
                                        () -> playlists
                                                .send(move(playlist, moved, null, "*"))
                                                .response(),
                                "removePlaylistItem",
                                        () -> playlists
                                                .send(delete(playlist + "/items/" + entries.getLast(), none))
                                                .response()))
                .run();
    }

    @Test
    void readiness_withoutPostgres_isFalseUntilItIsBack() throws Exception {
        eventually(() -> playlists.health().readiness().await().ready());
        postgres.kill();
        eventually(() -> !playlists.health().readiness().await().ready());
        postgres.restart();
        eventually(() -> playlists.health().readiness().await().ready());
    }
}
