package dev.legato.edge.policy;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The weight of a member of an Accept field (RFC 9110 §12.4.2), in thousandths. */
final class Weight {
    static final int MAX = 1000;
    static final int MALFORMED = -1;

    private static final Pattern FORM = Pattern.compile("q=(?:1(?:\\.0{0,3})?|0(?:\\.([0-9]{0,3}))?)");

    private Weight() {}

    /** Parses {@code q=0.5}. */
    static int parse(String parameter) {
        Matcher matcher = FORM.matcher(parameter.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return MALFORMED;
        }
        if (matcher.group().startsWith("q=1")) {
            return MAX;
        }
        String fraction = matcher.group(1);
        return fraction == null ? 0 : Integer.parseInt((fraction + "000").substring(0, 3));
    }
}
