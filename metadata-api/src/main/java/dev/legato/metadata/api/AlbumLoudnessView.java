package dev.legato.metadata.api;

import dev.legato.metadata.loudness.Level;
import org.jspecify.annotations.Nullable;

/** An album's loudness over the wire. */
record AlbumLoudnessView(double integratedLufs, double truePeakDbtp, double rangeLu, double gainDb, double peak) {
    static @Nullable AlbumLoudnessView of(@Nullable Level level) {
        return level == null
                ? null
                : new AlbumLoudnessView(
                        level.integratedLufs(), level.truePeakDbtp(), level.rangeLu(), level.gainDb(), level.peak());
    }
}
