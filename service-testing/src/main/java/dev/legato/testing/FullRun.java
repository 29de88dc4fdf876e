package dev.legato.testing;

import java.util.List;
import java.util.stream.IntStream;

/** Whether the tests run at full length, as {@code ./legato test --full} has them, or short enough to wait for. */
public final class FullRun {
    private FullRun() {}

    /** Whether the system property {@code legato.full} says so. */
    public static boolean isOn() {
        return Boolean.getBoolean("legato.full");
    }

    /**
     * Returns how often a test repeats what it does.
     *
     * @param property a system property that overrides both numbers, for a soak
     */
    public static int repetitions(String property, int usual, int full) {
        return Integer.getInteger(property, isOn() ? full : usual);
    }

    /**
     * Returns all of them in a full run, else {@code count}: turns 0, 1, 2 and so on cover the list between them.
     *
     * @param turn what distinguishes a test from others that share the list
     */
    public static <T> List<T> some(List<T> all, int count, int turn) {
        return isOn()
                ? all
                : IntStream.range(0, count)
                        .mapToObj(i -> all.get((turn * count + i) % all.size()))
                        .toList();
    }
}
