package dev.legato.bench.report;

import java.util.ArrayList;
import java.util.List;

/** Where a value stands on an axis. */
final class Scale {
    private final double low;
    private final double high;
    private final double from;
    private final double to;
    private final boolean logarithmic;

    private Scale(double low, double high, double from, double to, boolean logarithmic) {
        this.low = low;
        this.high = high > low ? high : low + 1;
        this.from = from;
        this.to = to;
        this.logarithmic = logarithmic;
    }

    /** @param from where {@code low} stands, in pixels; {@code to} may be less */
    static Scale linear(double low, double high, double from, double to) {
        return new Scale(low, high, from, to, false);
    }

    /** @param low above 0 */
    static Scale logarithmic(double low, double high, double from, double to) {
        return new Scale(Math.log10(low), Math.log10(high), from, to, true);
    }

    double at(double value) {
        double position = logarithmic ? Math.log10(Math.max(value, 1e-12)) : value;
        return from + (Math.clamp(position, low, high) - low) / (high - low) * (to - from);
    }

    /** Round values to mark: powers of ten on a logarithmic axis, else about four steps of 1, 2 or 5. */
    List<Double> marks() {
        List<Double> marks = new ArrayList<>();
        if (logarithmic) {
            for (int power = (int) Math.ceil(low - 1e-9); power <= high + 1e-9; power++) {
                marks.add(Math.pow(10, power));
            }
            return marks;
        }
        double rough = (high - low) / 4;
        double base = Math.pow(10, Math.floor(Math.log10(rough)));
        double step =
                rough / base < 1.5 ? base : rough / base < 3.5 ? 2 * base : rough / base < 7.5 ? 5 * base : 10 * base;
        for (double mark = Math.ceil(low / step) * step; mark <= high + step * 1e-9; mark += step) {
            marks.add(mark);
        }
        return marks;
    }
}
