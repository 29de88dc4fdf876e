package dev.legato.bench.measure;

import java.util.Arrays;
import java.util.List;

/**
 * Several rounds' values: the median, and the lowest and highest, which few values cannot hide behind a deviation.
 *
 * @param count how many values
 */
public record Spread(double median, double low, double high, int count) {
    /** @param values at least one */
    public static Spread of(List<Double> values) {
        double[] sorted = values.stream().mapToDouble(Double::doubleValue).toArray();
        if (sorted.length == 0) {
            throw new IllegalArgumentException("values: none (expected: at least 1)");
        }
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
        return new Spread(median, sorted[0], sorted[sorted.length - 1], sorted.length);
    }

    /**
     * Paired ratios: round i of one over round i of the other, which ran next to it in time.
     *
     * @param ours as many as {@code theirs}, or more; what has no partner is left out
     */
    public static Spread ofRatios(List<Double> ours, List<Double> theirs) {
        List<Double> ratios = java.util.stream.IntStream.range(0, Math.min(ours.size(), theirs.size()))
                .mapToObj(i -> ours.get(i) / theirs.get(i))
                .toList();
        return of(ratios);
    }

    /** Whether every value lies on the same side of a point. */
    public boolean excludes(double point) {
        return low > point || high < point;
    }

    /** Whether no value of one lies among the other's. */
    public boolean apartFrom(Spread other) {
        return low > other.high || high < other.low;
    }
}
