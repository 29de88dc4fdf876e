package dev.legato.media.audio;

import java.awt.image.BufferedImage;

/**
 * The colour a picture is remembered by: of the sixteenths of the RGB cube, the one with most pixels, colourful ones
 * counting more than grey ones, and the mean of the pixels in it.
 */
final class DominantColour {
    private static final int BITS = 4;
    private static final int DROPPED = Byte.SIZE - BITS;
    private static final int BINS = 1 << (3 * BITS);

    /** What a grey pixel counts beside one of pure colour. */
    private static final double GREY = 0.05;

    private DominantColour() {}

    /** As {@code #rrggbb}. */
    static String of(BufferedImage image) {
        double[] weights = new double[BINS];
        double[][] sums = new double[BINS][3];
        int best = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                int red = rgb >> 16 & 0xff;
                int green = rgb >> 8 & 0xff;
                int blue = rgb & 0xff;
                int most = Math.max(red, Math.max(green, blue));
                int least = Math.min(red, Math.min(green, blue));
                double weight = GREY + (most - least) / 255.0;
                int bin = ((red >> DROPPED) << (2 * BITS)) | ((green >> DROPPED) << BITS) | (blue >> DROPPED);
                weights[bin] += weight;
                sums[bin][0] += weight * red;
                sums[bin][1] += weight * green;
                sums[bin][2] += weight * blue;
                best = weights[bin] > weights[best] ? bin : best;
            }
        }
        double[] sum = sums[best];
        return "#%02x%02x%02x"
                .formatted(
                        Math.round(sum[0] / weights[best]),
                        Math.round(sum[1] / weights[best]),
                        Math.round(sum[2] / weights[best]));
    }
}
