package dev.legato.search.text;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of a name that people remember: without guests, brackets and what comes after a dash. */
final class BaseName {
    private static final Pattern TAIL = Pattern.compile(
            "\\s+[(\\[{]|\\s+[-\u2013\u2014~/|:]\\s|\\s+(?i:feat|ft|featuring)[.\\s]|[\uff08\uff3b\u3010\u300c]");

    private BaseName() {}

    /** The base of a name, or empty if the name is its own. */
    static Optional<String> of(String name) {
        Matcher tail = TAIL.matcher(name);
        return tail.find() && tail.start() > 0 ? Optional.of(name.substring(0, tail.start())) : Optional.empty();
    }
}
