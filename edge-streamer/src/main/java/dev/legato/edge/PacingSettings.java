package dev.legato.edge;

import dev.legato.edge.lane.Pacing;
import dev.legato.runtime.settings.Settings;
import java.time.Duration;

/**
 * How fast audio is sent under signatures. An open edge sends as fast as the network takes it.
 *
 * @param burst {@code edge.pacing.burst} (10s), audio sent at once at the beginning of each answer
 * @param multiple {@code edge.pacing.multiple} (3), times the audio's own rate afterwards; 0 turns pacing off
 * @param total {@code edge.pacing.total} (0: none), bytes per second for all paced answers together
 * @param listener {@code edge.pacing.listener} (0: none), bytes per second for each listener's paced answers together
 */
record PacingSettings(Duration burst, int multiple, long total, long listener) {
    private static final int MAX_MULTIPLE = 1000;

    static PacingSettings from(Settings settings) {
        return new PacingSettings(
                settings.duration(
                        "edge.pacing.burst", Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofHours(1)),
                (int) settings.integer("edge.pacing.multiple", 3, 0, MAX_MULTIPLE),
                settings.bytes("edge.pacing.total", 0),
                settings.bytes("edge.pacing.listener", 0));
    }

    Pacing.Rates rates() {
        return new Pacing.Rates(burst, multiple, total, listener);
    }
}
