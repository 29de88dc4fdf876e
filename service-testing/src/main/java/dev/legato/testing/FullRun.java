package dev.legato.testing;

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
}
