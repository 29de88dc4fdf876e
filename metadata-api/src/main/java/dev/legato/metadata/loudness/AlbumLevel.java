package dev.legato.metadata.loudness;

import dev.legato.contracts.ImportedTrack.Histogram;
import dev.legato.contracts.ImportedTrack.Loudness;
import dev.legato.contracts.LoudnessLevel;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An album's loudness as if its tracks were one, from the blocks that were measured of each: gated as in ITU-R BS.1770-4
 * (integrated) and EBU Tech 3342 (range). Blocks that would lie across two tracks are missing, as in every scanner.
 */
public final class AlbumLevel {
    private static final double GATE_LU = -10;
    private static final double RANGE_GATE_LU = -20;
    private static final double LOW = 0.10;
    private static final double HIGH = 0.95;
    private static final double TENTHS = 10;

    private AlbumLevel() {}

    /** Empty if nothing of it is measured. */
    public static Optional<LoudnessLevel> of(Collection<Loudness> tracks) {
        NavigableMap<Integer, Long> blocks =
                counts(tracks.stream().map(Loudness::momentary).toList());
        if (blocks.isEmpty()) {
            return Optional.empty();
        }
        double integrated = mean(gated(blocks, mean(blocks) + GATE_LU));
        double peak = tracks.stream().mapToDouble(Loudness::truePeakDbtp).max().orElseThrow();
        double range = range(counts(tracks.stream().map(Loudness::shortTerm).toList()));
        return Optional.of(new LoudnessLevel(
                LoudnessLevel.rounded(integrated, 10),
                LoudnessLevel.rounded(peak, 10),
                LoudnessLevel.rounded(range, 10)));
    }

    private static double range(NavigableMap<Integer, Long> windows) {
        if (windows.isEmpty()) {
            return 0;
        }
        NavigableMap<Integer, Long> heard = gated(windows, mean(windows) + RANGE_GATE_LU);
        return quantile(heard, HIGH) - quantile(heard, LOW);
    }

    private static double quantile(NavigableMap<Integer, Long> counts, double part) {
        long all = sum(counts);
        long place = Math.round((all - 1) * part);
        for (var entry : counts.entrySet()) {
            place -= entry.getValue();
            if (place < 0) {
                return entry.getKey() / TENTHS;
            }
        }
        return counts.lastKey() / TENTHS;
    }

    private static NavigableMap<Integer, Long> gated(NavigableMap<Integer, Long> counts, double leastLufs) {
        NavigableMap<Integer, Long> louder = new TreeMap<>(counts.tailMap((int) Math.ceil(TENTHS * leastLufs), true));
        // The mean is never below all it is the mean of, but a rounded one might be.
        return louder.isEmpty() ? counts : louder;
    }

    /** The loudness of the mean power. */
    private static double mean(NavigableMap<Integer, Long> counts) {
        double power = 0;
        for (var entry : counts.entrySet()) {
            power += entry.getValue() * Math.pow(10, entry.getKey() / TENTHS / 10);
        }
        return 10 * Math.log10(power / sum(counts));
    }

    private static long sum(NavigableMap<Integer, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static NavigableMap<Integer, Long> counts(List<Histogram> histograms) {
        NavigableMap<Integer, Long> counts = new TreeMap<>();
        for (Histogram histogram : histograms) {
            for (int at = 0; at < histogram.counts().size(); at++) {
                int count = histogram.counts().get(at);
                if (count > 0) {
                    counts.merge(histogram.lowest() + at, (long) count, Long::sum);
                }
            }
        }
        return counts;
    }
}
