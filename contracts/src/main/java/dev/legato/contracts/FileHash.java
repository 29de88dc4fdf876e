package dev.legato.contracts;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a file as it is kept beside the file, in the extended attribute {@code user.legato.sha256}:
 *
 * <pre>
 *   10485760 1798761600000000000 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 1798761612345678900
 *   bytes    mtime, ns           SHA-256                                                          written at, ns
 * </pre>
 *
 * <p>It counts while the file has this size and mtime, and a ctime of the moment at which the attribute was written.
 * Writing an attribute changes the ctime, and its new value cannot be known beforehand; whatever happens to the file
 * later moves the ctime away from that moment.
 *
 * @param bytes the length of the file
 * @param modified its mtime, nanoseconds since 1970
 * @param sha256 of its content, lower-case hex
 * @param written when the attribute was written, nanoseconds since 1970
 */
public record FileHash(long bytes, long modified, String sha256, long written) {
    /** The name of the attribute in the namespace {@code user}. */
    public static final String ATTRIBUTE = "legato.sha256";

    /** More than any value takes. */
    public static final int MAX_BYTES = 160;

    /** The longest tick of the clock that file systems take the ctime from, and as long for the call itself. */
    private static final long TOLERANCE_NANOS = 10_000_000;

    private static final Pattern VALUE = Pattern.compile("(\\d{1,18}) (-?\\d{1,19}) ([0-9a-f]{64}) (\\d{1,19})");

    /** Reads the value of the attribute; null if it is none. */
    public static @Nullable FileHash parse(String value) {
        Matcher matcher = VALUE.matcher(value);
        try {
            return matcher.matches()
                    ? new FileHash(
                            Long.parseLong(matcher.group(1)),
                            Long.parseLong(matcher.group(2)),
                            matcher.group(3),
                            Long.parseLong(matcher.group(4)))
                    : null;
        } catch (NumberFormatException _) {
            return null;
        }
    }

    /**
     * Tells whether a file of this size and these times, in nanoseconds since 1970, is still the one that was hashed.
     *
     * @param changed its ctime
     */
    public boolean isOf(long size, long mtime, long changed) {
        return size == bytes && mtime == modified && Math.abs(changed - written) <= TOLERANCE_NANOS;
    }

    /** The value of the attribute. */
    @Override
    public String toString() {
        return "%d %d %s %d".formatted(bytes, modified, sha256, written);
    }
}
