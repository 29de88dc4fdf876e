package dev.legato.edge.policy;

/** Delta-seconds (RFC 9111 §1.2.2): a decimal number without sign, fraction or unit. */
final class DeltaSeconds {
    /** Stands for a number that is missing or malformed. */
    static final long NONE = -1;

    /** What any larger number counts as, about 68 years. */
    static final long MAX = 1L << 31;

    private DeltaSeconds() {}

    /** Parses a number of seconds, {@link #MAX} at most; {@link #NONE} if it is malformed. */
    static long parse(String text) {
        if (text.isEmpty()) {
            return NONE;
        }
        long seconds = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            seconds = Math.min(seconds * 10 + digit, MAX);
        }
        return seconds;
    }
}
