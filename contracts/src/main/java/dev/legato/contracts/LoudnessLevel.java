package dev.legato.contracts;

/**
 * How loud a track or an album is by EBU R 128.
 *
 * @param integratedLufs over all of it
 * @param truePeakDbtp the highest
 * @param rangeLu the loudness range
 */
public record LoudnessLevel(double integratedLufs, double truePeakDbtp, double rangeLu) {
    /** ReplayGain 2.0's reference. */
    private static final double REFERENCE_LUFS = -18;

    /** ReplayGain: by how many dB to turn it up for all music to be as loud. */
    public double gainDb() {
        return rounded(REFERENCE_LUFS - integratedLufs, 100);
    }

    /** ReplayGain: the peak as a factor of full scale, which times the gain should not exceed 1. */
    public double peak() {
        return rounded(Math.pow(10, truePeakDbtp / 20), 1_000_000);
    }

    /** Rounds to so many parts of one. */
    public static double rounded(double value, int parts) {
        return (double) Math.round(value * parts) / parts;
    }
}
