package dev.legato.metadata.loudness;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.ImportedTrack.Histogram;
import dev.legato.contracts.ImportedTrack.Loudness;
import dev.legato.contracts.LoudnessLevel;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AlbumLevelTest {
    @Test
    void of_noTrack_isNothing() {
        assertEquals(Optional.empty(), AlbumLevel.of(List.of()));
    }

    @Test
    void of_oneEvenTrack_isThatTrack() {
        assertEquals(
                new LoudnessLevel(-23, -3, 0),
                AlbumLevel.of(List.of(even(-230, 100))).orElseThrow());
    }

    @Test
    void of_twoTracks_isTheMeanOfTheirPower() {
        LoudnessLevel album =
                AlbumLevel.of(List.of(even(-200, 100), even(-230, 100))).orElseThrow();
        // 10 log10((10^-2 + 10^-2.3) / 2)
        assertEquals(-21.2, album.integratedLufs());
        assertEquals(3, album.rangeLu());
    }

    @Test
    void of_aQuietTrack_isGated() {
        LoudnessLevel album =
                AlbumLevel.of(List.of(even(-200, 100), even(-450, 10_000))).orElseThrow();
        // BS.1770 gates 10 below the mean of all, and so much silence pulls the mean down with it.
        assertEquals(-38.8, album.integratedLufs(), 0.1);
        LoudnessLevel louder =
                AlbumLevel.of(List.of(even(-200, 100), even(-350, 100))).orElseThrow();
        assertEquals(-20, louder.integratedLufs());
    }

    @Test
    void gain_isToTheReference() {
        LoudnessLevel level = new LoudnessLevel(-14.2, -1, 5);
        assertEquals(-3.8, level.gainDb());
        assertEquals(0.891251, level.peak());
    }

    private static Loudness even(int tenths, int blocks) {
        Histogram histogram = new Histogram(tenths, List.of(blocks));
        return new Loudness(tenths / 10.0, -3, 0, histogram, histogram);
    }
}
