package dev.legato.demo;

import java.util.SplittableRandom;

/**
 * The sound of a struck or plucked string: a sum of slightly stretched partials, each dying away at its own pace, two
 * strings a hair apart so that they beat, and a breath of noise from the hammer.
 *
 * <p>Partial n of a stiff string lies at n·f·√(1 + B·n²) (Fletcher, Blackham, Stratton 1962); striking at a fraction
 * p of its length weakens the partials near multiples of 1/p.
 *
 * @param slope how fast partials weaken: n to the power of minus this
 * @param brightness the frequency in Hz beyond which they fade
 * @param strikePoint as a fraction of the string
 * @param decaySeconds of the fundamental at middle C, to 1/e
 * @param damping how much faster high partials die
 * @param stiffness B at middle C
 * @param detuneCents between the two strings
 * @param noise level of the hammer
 */
record StruckString(
        double slope,
        double brightness,
        double strikePoint,
        double decaySeconds,
        double damping,
        double stiffness,
        double detuneCents,
        double noise) {
    private static final double MIDDLE_C = 261.63;
    private static final int MAX_PARTIALS = 48;
    private static final double ATTACK_SECONDS = 0.002;
    private static final double NOISE_SECONDS = 0.012;

    /** The samples of one note, at most 1 in size. */
    float[] render(double frequency, double seconds, int sampleRate, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] sum = new double[(int) (seconds * sampleRate)];
        double height = frequency / MIDDLE_C;
        double inharmonicity = stiffness * StrictMath.pow(height, 1.3);
        for (int n = 1; n <= MAX_PARTIALS; n++) {
            double partial = n * frequency * StrictMath.sqrt(1 + inharmonicity * n * n);
            if (partial > sampleRate * 0.45) {
                break;
            }
            double amplitude = StrictMath.pow(n, -slope)
                    * StrictMath.exp(-partial / brightness)
                    * (0.15 + StrictMath.abs(StrictMath.sin(Math.PI * n * strikePoint)));
            double decay = decaySeconds * StrictMath.pow(height, -0.75) / (1 + damping * (n - 1) + partial / 9_000);
            double detune = StrictMath.pow(2, detuneCents / 2400 * (0.7 + 0.6 * random.nextDouble()));
            // Partials that all began at zero would add up to one loud crack.
            double phase = 2 * Math.PI * random.nextDouble();
            add(sum, partial * detune, phase, amplitude, decay, sampleRate);
            add(sum, partial / detune, phase, amplitude * 0.75, decay * 1.25, sampleRate);
        }
        hammer(sum, sampleRate, random);
        attack(sum, sampleRate);
        return Samples.normalised(sum, sampleRate);
    }

    /** A sinusoid that first falls fast, then lingers, by turning a phasor: no sine is asked for a sample. */
    private static void add(
            double[] sum, double frequency, double phase, double amplitude, double decay, int sampleRate) {
        double turn = 2 * Math.PI * frequency / sampleRate;
        double cos = StrictMath.cos(turn);
        double sin = StrictMath.sin(turn);
        double fast = amplitude * 0.65;
        double slow = amplitude * 0.35;
        double fastFall = StrictMath.exp(-1 / (decay * 0.45 * sampleRate));
        double slowFall = StrictMath.exp(-1 / (decay * 1.6 * sampleRate));
        double x = StrictMath.cos(phase);
        double y = StrictMath.sin(phase);
        for (int index = 0; index < sum.length; index++) {
            sum[index] += y * (fast + slow);
            double turned = x * cos - y * sin;
            y = x * sin + y * cos;
            x = turned;
            fast *= fastFall;
            slow *= slowFall;
            if (slow < 1e-5) {
                break;
            }
        }
    }

    private static void attack(double[] sum, int sampleRate) {
        int length = (int) (ATTACK_SECONDS * sampleRate);
        for (int index = 0; index < length; index++) {
            sum[index] *= (double) index / length;
        }
    }

    private void hammer(double[] sum, int sampleRate, SplittableRandom random) {
        double level = noise * Samples.peak(sum);
        double fall = StrictMath.exp(-1 / (NOISE_SECONDS * sampleRate));
        double smooth = 0;
        for (int index = 0; index < Math.min(sum.length, sampleRate / 10); index++) {
            smooth += 0.25 * (random.nextDouble(-1, 1) - smooth);
            sum[index] += level * smooth;
            level *= fall;
        }
    }
}
