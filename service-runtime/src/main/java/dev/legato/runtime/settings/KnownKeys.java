package dev.legato.runtime.settings;

import dev.legato.contracts.SettingsSections;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * Tells a misspelt key from one that another of Legato's programs reads: all of them may share a file.
 *
 * @param asked the keys this process has asked for
 */
record KnownKeys(Set<String> asked) {
    static final String ENVIRONMENT_PREFIX = "LEGATO_";

    /** Every program logs, also one that reads no settings of it. */
    private static final String LOG = "log";

    KnownKeys {
        Set<String> known = new TreeSet<>(asked);
        for (var section : SettingsSections.READ_IN_PART.entrySet()) {
            if (reads(known, section.getKey()) || section.getKey().equals(LOG)) {
                section.getValue().forEach(name -> known.add(section.getKey() + "." + name));
            }
        }
        asked = known;
    }

    /** What is unknown among a file's keys and an environment's variables, each with what would be right. */
    Set<String> unknown(Collection<String> keys, Collection<String> variables) {
        Set<String> unknown = new TreeSet<>();
        for (String key : keys) {
            if (!asked.contains(key) && !isAnotherPrograms(section(key))) {
                unknown.add("%s (%s)".formatted(key, expected(section(key))));
            }
        }
        Set<String> names = new TreeSet<>();
        asked.forEach(key -> names.add(variable(key)));
        for (String variable : variables) {
            String section = variable.substring(ENVIRONMENT_PREFIX.length())
                    .split("_", 2)[0]
                    .toLowerCase(Locale.ROOT);
            if (!names.contains(variable) && !isAnotherPrograms(section)) {
                unknown.add("%s (%s)".formatted(variable, expected(section)));
            }
        }
        return unknown;
    }

    /** {@code edge.fastLane} → {@code LEGATO_EDGE_FAST_LANE}. */
    static String variable(String key) {
        return ENVIRONMENT_PREFIX
                + key.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                        .replaceAll("[.-]", "_")
                        .toUpperCase(Locale.ROOT);
    }

    private boolean isAnotherPrograms(String section) {
        return SettingsSections.ALL.contains(section) && !reads(asked, section);
    }

    private static boolean reads(Set<String> asked, String section) {
        return asked.stream().anyMatch(key -> section(key).equals(section));
    }

    private String expected(String section) {
        List<String> known =
                asked.stream().filter(key -> section(key).equals(section)).toList();
        return "expected: "
                + (known.isEmpty() ? "a section of " + new TreeSet<>(SettingsSections.ALL) : String.join(", ", known));
    }

    private static String section(String key) {
        int dot = key.indexOf('.');
        return dot < 0 ? key : key.substring(0, dot);
    }
}
