package dev.legato.media.audio;

import dev.legato.contracts.ImportedTrack.Loudness;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is heard in a track, measured while it is encoded.
 *
 * @param loudness null if there is nothing to hear
 * @param peaks the highest sample of each thousandth, 0 to 255
 * @param samples of one channel, at the source's rate
 */
public record AudioAnalysis(@Nullable Loudness loudness, List<Integer> peaks, long samples) {
    static final int PEAKS = 1000;

    public AudioAnalysis {
        peaks = List.copyOf(peaks);
    }
}
