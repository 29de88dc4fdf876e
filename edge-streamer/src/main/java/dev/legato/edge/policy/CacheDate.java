package dev.legato.edge.policy;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.http.HttpDate;

/**
 * A date in a field of a stored response. RFC 9111 §4.2 asks caches to match day, month and zone without regard to case,
 * although HTTP-date is case-sensitive.
 */
final class CacheDate {
    /** The longest HTTP-date, {@code Wednesday, 09-Nov-94 08:49:37 GMT}, has 33 characters. */
    private static final int MAX_LENGTH = 33;

    private CacheDate() {}

    /**
     * Reads the first line of a field: of several, the first counts (§4.2.1).
     *
     * @param now milliseconds, to place two-digit years
     * @return seconds since 1970; {@link HttpDate#NONE} if the field is missing or malformed
     */
    static long read(FieldList fields, String name, long now) {
        for (FieldList.Line line : fields.lines()) {
            if (line.name().equals(name)) {
                return parse(line.value(), now);
            }
        }
        return HttpDate.NONE;
    }

    static long parse(String text, long now) {
        if (text.length() > MAX_LENGTH) {
            return HttpDate.NONE;
        }
        StringBuilder canonical = new StringBuilder(text.length());
        boolean inWord = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            canonical.append(inWord ? lower(c) : upper(c));
            inWord = upper(c) >= 'A' && upper(c) <= 'Z';
        }
        int zone = canonical.length() - 3;
        if (zone >= 0 && canonical.substring(zone).equals("Gmt")) {
            canonical.replace(zone, zone + 3, "GMT");
        }
        return HttpDate.parse(canonical.toString(), Math.floorDiv(now, 1000L));
    }

    private static char upper(char c) {
        return c >= 'a' && c <= 'z' ? (char) (c - 32) : c;
    }

    private static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c;
    }
}
