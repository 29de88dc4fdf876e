package dev.legato.bench.result;

import java.util.Arrays;
import java.util.List;

/**
 * Several rounds' values: their median, and where it lies with 95 % confidence by their order alone (the sign test's
 * interval), which asks nothing of how noise is distributed. Of eight values or fewer that is the lowest and the highest.
 *
 * @param low the interval's lower end
 * @param high its upper end
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
        int outside = outside(sorted.length);
        return new Spread(median, sorted[outside], sorted[sorted.length - 1 - outside], sorted.length);
    }

    /** How many values at either end may be left out: as long as fewer lie beyond the median in less than 2.5 % of all cases. */
    private static int outside(int count) {
        double ways = 1;
        double below = Math.pow(2, -count);
        for (int k = 1; ; k++) {
            ways = ways * (count - k + 1) / k;
            below += ways * Math.pow(2, -count);
            if (below > 0.025) {
                return k - 1;
            }
        }
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

    /** Whether the interval lies on one side of a point. */
    public boolean excludes(double point) {
        return low > point || high < point;
    }

    /** Whether the two intervals have nothing in common. */
    public boolean apartFrom(Spread other) {
        return low > other.high || high < other.low;
    }
}
