package dev.legato.bench.result;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers as people read them: three or four digits that matter, thousands apart. */
public final class Numbers {
    private Numbers() {}

    public static String count(long value) {
        return value < 1000
                ? Long.toString(value)
                : String.format(Locale.ROOT, "%,d", value).replace(',', '\u202f');
    }

    public static String plain(double value) {
        double size = Math.abs(value);
        if (size >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value).replace(',', '\u202f');
        }
        if (size >= 100) {
            return String.format(Locale.ROOT, "%.0f", value);
        }
        if (size >= 10) {
            return String.format(Locale.ROOT, "%.1f", value);
        }
        return size == 0 ? "0" : size >= 0.01 ? String.format(Locale.ROOT, "%.2f", value) : small(value);
    }

    /** A round number on an axis, without the noughts behind the point. */
    public static String mark(double value) {
        String plain = plain(value);
        return plain.contains(".") && !plain.contains("e") ? plain.replaceFirst("\\.?0+$", "") : plain;
    }

    public static String rounds(int count) {
        return count == 1 ? "1 round" : count + " rounds";
    }

    private static String small(double value) {
        return String.format(Locale.ROOT, Math.abs(value) >= 0.001 ? "%.4f" : "%.1e", value);
    }

    public static String spread(@Nullable Spread spread) {
        if (spread == null) {
            return "–";
        }
        return spread.count() == 1
                ? plain(spread.median())
                : "%s (%s–%s)".formatted(plain(spread.median()), plain(spread.low()), plain(spread.high()));
    }

    /** Milliseconds, in the unit that fits. */
    public static String time(double millis) {
        if (millis >= 1000) {
            return plain(millis / 1000) + " s";
        }
        return millis >= 1 ? plain(millis) + " ms" : plain(millis * 1000) + " µs";
    }
}
