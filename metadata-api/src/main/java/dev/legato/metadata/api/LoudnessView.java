package dev.legato.metadata.api;

import dev.legato.metadata.catalogue.Track;
import dev.legato.metadata.loudness.Level;
import org.jspecify.annotations.Nullable;

/**
 * A track's loudness over the wire.
 *
 * @param gainDb ReplayGain of the track; with {@code peak} what a player in shuffle needs
 * @param albumGainDb ReplayGain of its album; with {@code albumPeak} what a player of whole albums needs
 */
record LoudnessView(
        double integratedLufs,
        double truePeakDbtp,
        double rangeLu,
        double gainDb,
        double peak,
        @Nullable Double albumGainDb,
        @Nullable Double albumPeak) {
    static @Nullable LoudnessView of(Track track) {
        Level level = track.loudness();
        Level album = track.album().loudness();
        return level == null
                ? null
                : new LoudnessView(
                        level.integratedLufs(),
                        level.truePeakDbtp(),
                        level.rangeLu(),
                        level.gainDb(),
                        level.peak(),
                        album == null ? null : album.gainDb(),
                        album == null ? null : album.peak());
    }
}
