package dev.legato.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.ImportedTrack.Lyrics;
import dev.legato.contracts.ImportedTrack.LyricsLine;
import dev.legato.runtime.json.Json;
import dev.legato.testing.ContractFuzz;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Every operation, asked with values that strangers send. */
final class CatalogueContractIT {
    @Test
    void operations_ofNastyValues_answerProblems() throws Exception {
        // The contract's example of an id, so that a good track of it gets as far as the store.
        ImportedTrack track = Music.withLyrics(
                Music.track(
                        "4fkq2c7yv0m3e8w5n1t9z6x2bd",
                        "So What",
                        1,
                        Music.album("Miles Davis", "Kind of Blue"),
                        List.of(Music.artist("Miles Davis"))),
                new Lyrics("en", List.of(new LyricsLine(0L, "So what"))));
        try (CatalogueUnderTest catalogue = new CatalogueUnderTest()) {
            assertEquals(201, catalogue.put(track).status());
            List<String> faults = new ContractFuzz(catalogue.port(), catalogue::authorization)
                    .body("putTrack", new JsonObject(Buffer.buffer(Json.write(track))))
                    .body("putAvailability", new JsonObject().put("available", true))
                    .faults();
            assertEquals("", String.join("\n", faults));
        }
    }
}
