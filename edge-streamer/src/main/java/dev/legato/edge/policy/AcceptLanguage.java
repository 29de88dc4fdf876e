package dev.legato.edge.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The languages that a request asks for (RFC 9110 §12.5.4), the most wanted first, equally wanted ones by name. */
final class AcceptLanguage {
    private static final int MAX_LANGUAGES = 32;

    private record Language(String range, int weight) {}

    private AcceptLanguage() {}

    /** Returns a text that equal wishes share: order among equal weights, case and space do not matter. */
    static String normalize(String value) {
        List<Language> languages = parse(value);
        return languages == null
                ? '?' + value.strip()
                : languages.stream()
                        .map(language -> language.range + ';' + language.weight)
                        .collect(Collectors.joining(","));
    }

    /** Returns the one language that is wanted more than any other, in lower case; null if there is none. */
    static @Nullable String preferred(String value) {
        List<Language> languages = parse(value);
        if (languages == null || languages.isEmpty()) {
            return null;
        }
        Language first = languages.getFirst();
        boolean alone = languages.size() == 1 || languages.get(1).weight < first.weight;
        return alone && first.weight > 0 && !first.range.equals("*") ? first.range : null;
    }

    private static @Nullable List<Language> parse(String value) {
        List<Language> languages = new ArrayList<>(4);
        for (String member : value.split(",", MAX_LANGUAGES + 1)) {
            if (member.isBlank()) {
                continue;
            }
            String[] parts = member.split(";", 2);
            int weight = parts.length == 1 ? Weight.MAX : Weight.parse(parts[1]);
            if (weight == Weight.MALFORMED || languages.size() == MAX_LANGUAGES) {
                return null;
            }
            languages.add(new Language(parts[0].strip().toLowerCase(Locale.ROOT), weight));
        }
        languages.sort(Comparator.comparingInt(Language::weight).reversed().thenComparing(Language::range));
        return languages;
    }
}
