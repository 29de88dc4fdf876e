package dev.legato.playlist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.testing.ContractFuzz;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every operation, asked with values that strangers send. */
final class PlaylistContractIT {
    private static final String ID = "0000000000000000000000000a";

    @Test
    void operations_ofNastyValues_answerProblems() throws Exception {
        try (PlaylistsUnderTest playlists = new PlaylistsUnderTest("127.0.0.1:1")) {
            List<String> faults = new ContractFuzz(playlists.port(), scope -> playlists.bearer("clara", scope))
                    .body("updatePlaylist", new JsonObject().put("name", "Noon").put("description", "Slow"))
                    .body(
                            "addPlaylistItems",
                            new JsonObject()
                                    .put("trackIds", new JsonArray().add(ID))
                                    .put("position", 0))
                    .body(
                            "movePlaylistItems",
                            new JsonObject()
                                    .put("entryIds", new JsonArray().add(ID))
                                    .put("before", ID))
                    .faults();
            assertEquals("", String.join("\n", faults));
        }
    }
}
