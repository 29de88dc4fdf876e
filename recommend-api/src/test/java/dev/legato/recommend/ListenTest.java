package dev.legato.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.PlayEvent;
import dev.legato.contracts.TrackId;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ListenTest {
    @ParameterizedTest
    @CsvSource({
        "FINISHED, 10, true",
        "PROGRESS, 30000, true",
        "PAUSED, 30000, true",
        "PROGRESS, 29999, false",
        "PAUSED, 29999, false",
        "STARTED, 0, false",
        "SEEKED, 90000, false",
        "SKIPPED, 90000, false",
    })
    void of_eachType(PlayEvent.Type type, long positionMs, boolean expected) {
        PlayEvent event = new PlayEvent(
                "e", type, "alice", new TrackId("3rv5c0mktq8w1zd94xgn7hfj2p"), positionMs, "s", null, Instant.EPOCH);
        assertEquals(expected, Listen.of(event).isPresent());
    }
}
