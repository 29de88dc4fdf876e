package dev.legato.media.audio;

import dev.legato.contracts.ImportedTrack.Histogram;
import java.util.ArrayList;
import java.util.List;

/**
 * How often each hundredth of a LUFS occurs, however long the music. What is below EBU R 128's absolute gate of -70 LUFS
 * is silence, and left out.
 */
final class LevelHistogram {
    static final double SILENCE_LUFS = -70;

    private static final int PER_LUFS = 100;
    private static final int LOWEST = (int) (PER_LUFS * SILENCE_LUFS);
    private static final int HIGHEST = 50 * PER_LUFS;
    private static final int PER_TENTH = 10;

    private final int[] counts = new int[HIGHEST - LOWEST + 1];

    /** The level of a mean square. */
    static double lufs(double meanSquare) {
        return -0.691 + 10 * Math.log10(meanSquare);
    }

    void add(double lufs) {
        if (lufs >= SILENCE_LUFS) {
            counts[(int) Math.min(HIGHEST, Math.round(PER_LUFS * lufs)) - LOWEST]++;
        }
    }

    /** The level of all from {@code gate} on together; minus infinity if there are none. */
    double mean(double gate) {
        double squares = 0;
        long count = 0;
        for (int at = first(gate); at < counts.length; at++) {
            squares += counts[at] * Math.pow(10, lufs(at) / 10);
            count += counts[at];
        }
        return count == 0 ? Double.NEGATIVE_INFINITY : 10 * Math.log10(squares / count);
    }

    /** The level that {@code part} of those from {@code gate} on are below; there must be some. */
    double percentile(double gate, double part) {
        long all = 0;
        for (int at = first(gate); at < counts.length; at++) {
            all += counts[at];
        }
        long wanted = Math.round((all - 1) * part) + 1;
        int at = first(gate);
        for (long passed = counts[at]; passed < wanted; passed += counts[at]) {
            at++;
        }
        return lufs(at);
    }

    /** In tenths, as the catalogue has it. */
    Histogram tenths() {
        List<Integer> tenths = new ArrayList<>();
        int lowest = 0;
        for (int at = 0; at < counts.length; at++) {
            int tenth = Math.floorDiv(at + LOWEST + PER_TENTH / 2, PER_TENTH);
            if (counts[at] > 0) {
                lowest = tenths.isEmpty() ? tenth : lowest;
                while (tenths.size() <= tenth - lowest) {
                    tenths.add(0);
                }
                tenths.set(tenth - lowest, tenths.get(tenth - lowest) + counts[at]);
            }
        }
        return new Histogram(lowest, tenths);
    }

    private static int first(double gate) {
        return (int) Math.clamp(Math.ceil(PER_LUFS * gate), LOWEST, HIGHEST) - LOWEST;
    }

    private static double lufs(int at) {
        return (double) (at + LOWEST) / PER_LUFS;
    }
}
