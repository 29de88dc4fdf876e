package dev.legato.edge.policy;

import dev.legato.edge.http.FieldList;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The secondary cache key (RFC 9111 §4.1): the request fields that a response's {@code Vary} nominates, with the values
 * that they had in the request that it answered.
 */
record VaryKey(List<Nominated> nominated) {
    /** The key of a response that is the same for all requests. */
    static final VaryKey NONE = new VaryKey(List.of());

    private static final int MAX_NAMES = 16;
    private static final int MAX_VALUE_LENGTH = 1024;
    private static final String LANGUAGE = "accept-language";

    /**
     * A nominated field.
     *
     * @param name in lower case
     * @param value normalised; null if the request had no such field
     */
    record Nominated(String name, @Nullable String value) {}

    VaryKey {
        nominated = List.copyOf(nominated);
    }

    /** Reads the key of a response; null if no other request can select it ({@code Vary: *}), or if it is too large. */
    static @Nullable VaryKey of(FieldList request, FieldList response) {
        String vary = response.get("vary");
        if (vary == null) {
            return NONE;
        }
        Set<String> names = new LinkedHashSet<>();
        for (String name : vary.toLowerCase(Locale.ROOT).split(",", -1)) {
            if (!name.isBlank()) {
                names.add(name.strip());
            }
        }
        if (names.contains("*") || names.size() > MAX_NAMES) {
            return null;
        }
        List<Nominated> nominated = new ArrayList<>(names.size());
        for (String name : names) {
            String value = normalized(name, request);
            if (value != null && value.length() > MAX_VALUE_LENGTH) {
                return null;
            }
            nominated.add(new Nominated(name, value));
        }
        return new VaryKey(nominated);
    }

    /** The nominated fields that the request had. */
    FieldList fields() {
        return new FieldList(nominated.stream()
                .filter(one -> one.value != null)
                .map(one -> new FieldList.Line(one.name, String.valueOf(one.value)))
                .toList());
    }

    /** Whether the request has the nominated values. */
    boolean matches(FieldList request) {
        for (Nominated one : nominated) {
            if (!Objects.equals(one.value, normalized(one.name, request))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the request has the nominated values, except that it may ask for other languages if it wants that of the
     * stored response more than any other: then no other representation suits it better.
     *
     * @param contentLanguage of the stored response; null if it has none
     */
    boolean matchesByLanguage(FieldList request, @Nullable String contentLanguage) {
        String wanted = request.get(LANGUAGE);
        if (contentLanguage == null
                || wanted == null
                || !contentLanguage.strip().toLowerCase(Locale.ROOT).equals(AcceptLanguage.preferred(wanted))) {
            return false;
        }
        return new VaryKey(nominated.stream()
                        .filter(one -> !one.name.equals(LANGUAGE))
                        .toList())
                .matches(request);
    }

    private static @Nullable String normalized(String name, FieldList request) {
        String value = request.get(name);
        return switch (name) {
            case "accept-encoding" -> AcceptEncoding.normalize(value);
            case LANGUAGE -> value == null ? null : AcceptLanguage.normalize(value);
            default -> value == null ? null : withoutSpace(value);
        };
    }

    /** Drops the optional space around the commas of a list and at its ends, outside quoted strings. */
    private static String withoutSpace(String value) {
        StringBuilder kept = new StringBuilder(value.length());
        boolean quoted = false;
        boolean skipping = true;
        int end = 0; // of what is kept, without space that may yet turn out to be before a comma
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            boolean space = !quoted && (c == ' ' || c == '\t');
            if (space && skipping) {
                continue;
            }
            if (quoted && c == '\\' && i + 1 < value.length()) {
                kept.append(c);
                c = value.charAt(++i);
            } else if (c == '"') {
                quoted = !quoted;
            }
            skipping = !quoted && c == ',';
            if (skipping) {
                kept.setLength(end);
            }
            kept.append(c);
            end = space ? end : kept.length();
        }
        kept.setLength(end);
        return kept.toString();
    }
}
