package dev.legato.media.audio;

/**
 * The K-weighting of one channel (ITU-R BS.1770-4, annex 1): a shelf for the head and a high pass, two biquads one behind
 * the other. The recommendation gives coefficients for 48 kHz; these are the analogue filters they come from (De Man,
 * "Evaluation of Implementations of the EBU R128 Loudness Measurement"), for any rate.
 */
final class KWeighting {
    private static final double SHELF_HZ = 1681.974450955533;
    private static final double SHELF_DB = 3.999843853973347;
    private static final double SHELF_Q = 0.7071752369554196;
    private static final double SHELF_BAND = 0.4996667741545416;
    private static final double PASS_HZ = 38.13547087602444;
    private static final double PASS_Q = 0.5003270373238773;
    /** Of what a filter can be at, in parts of the sample rate. */
    private static final double HIGHEST = 0.45;
    /** Far below what is heard; numbers that go on shrinking become slow to reckon with. */
    private static final double NOTHING = 1e-20;

    private final double shelf0;
    private final double shelf1;
    private final double shelf2;
    private final double shelfBack1;
    private final double shelfBack2;
    private final double passBack1;
    private final double passBack2;

    private double shelfNext;
    private double shelfAfter;
    private double passNext;
    private double passAfter;

    KWeighting(int sampleRate) {
        // At rates so low that they hold nothing of the shelf, it lies at their end.
        double k = Math.tan(Math.PI * Math.min(SHELF_HZ / sampleRate, HIGHEST));
        double high = Math.pow(10, SHELF_DB / 20);
        double band = Math.pow(high, SHELF_BAND);
        double scale = 1 + k / SHELF_Q + k * k;
        shelf0 = (high + band * k / SHELF_Q + k * k) / scale;
        shelf1 = 2 * (k * k - high) / scale;
        shelf2 = (high - band * k / SHELF_Q + k * k) / scale;
        shelfBack1 = 2 * (k * k - 1) / scale;
        shelfBack2 = (1 - k / SHELF_Q + k * k) / scale;
        double l = Math.tan(Math.PI * Math.min(PASS_HZ / sampleRate, HIGHEST));
        double passScale = 1 + l / PASS_Q + l * l;
        passBack1 = 2 * (l * l - 1) / passScale;
        passBack2 = (1 - l / PASS_Q + l * l) / passScale;
    }

    /** The sum of the squares of weighted samples, of every {@code step}th from {@code from} to {@code end}. */
    double squares(float[] pcm, int from, int end, int step) {
        double s1 = shelfNext;
        double s2 = shelfAfter;
        double p1 = passNext;
        double p2 = passAfter;
        double sum = 0;
        for (int at = from; at < end; at += step) {
            double x = pcm[at];
            double y = shelf0 * x + s1;
            s1 = shelf1 * x - shelfBack1 * y + s2;
            s2 = shelf2 * x - shelfBack2 * y;
            double z = y + p1;
            p1 = -2 * y - passBack1 * z + p2;
            p2 = y - passBack2 * z;
            sum += z * z;
        }
        shelfNext = audible(s1);
        shelfAfter = audible(s2);
        passNext = audible(p1);
        passAfter = audible(p2);
        return sum;
    }

    private static double audible(double value) {
        return Math.abs(value) < NOTHING ? 0 : value;
    }
}
