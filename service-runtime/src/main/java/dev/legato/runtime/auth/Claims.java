package dev.legato.runtime.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Members of a token, each read as what it must be; every method throws {@link IllegalArgumentException} if it is not. */
final class Claims {
    /** The end of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    private static final int MILLIS = 1_000;

    private Claims() {}

    /** A text that is not empty and has no control characters. */
    static String text(JsonNode object, String name, int maxCharacters) {
        return text(name, object.path(name), maxCharacters);
    }

    /** One text, or an array of them: the two forms of {@code aud} (RFC 7519 §4.1.3). */
    static Set<String> texts(JsonNode object, String name, int maxItems, int maxCharacters) {
        JsonNode value = object.path(name);
        if (!value.isArray()) {
            return Set.of(text(name, value, maxCharacters));
        }
        if (value.size() > maxItems) {
            throw new IllegalArgumentException(
                    "%s: %d items (expected: <= %d)".formatted(name, value.size(), maxItems));
        }
        Set<String> texts = new HashSet<>();
        value.forEach(item -> texts.add(text(name, item, maxCharacters)));
        return texts;
    }

    /** A NumericDate (RFC 7519 §2): seconds since 1970, perhaps with a fraction. */
    static Instant time(JsonNode object, String name) {
        JsonNode value = object.path(name);
        double seconds = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(seconds >= 0 && seconds <= LAST_SECOND)) {
            throw new IllegalArgumentException("%s: expected: a number of seconds since 1970".formatted(name));
        }
        return Instant.ofEpochMilli(Math.round(seconds * MILLIS));
    }

    /** False if it is missing. */
    static boolean flag(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new IllegalArgumentException("%s: expected: true or false".formatted(name));
        }
        return value.booleanValue();
    }

    /** A whole number from 0 to the largest int. */
    static int count(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (!value.isInt() || value.intValue() < 0) {
            throw new IllegalArgumentException("%s: expected: a whole number >= 0".formatted(name));
        }
        return value.intValue();
    }

    private static String text(String name, JsonNode value, int maxCharacters) {
        String text = value.isTextual() ? value.textValue() : "";
        if (text.isEmpty() || text.length() > maxCharacters || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "%s: expected: a text of 1 to %d characters".formatted(name, maxCharacters));
        }
        return text;
    }
}
