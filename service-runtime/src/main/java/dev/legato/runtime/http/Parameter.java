package dev.legato.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.contracts.Excerpt;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A query parameter that an operation declares, and what its JSON Schema asks of a value. Checked are {@code type:
 * integer} with its bounds, {@code enum}, {@code minLength}, {@code maxLength} and {@code pattern}.
 *
 * @param description says what it is, in the contract's words
 * @param integers the bounds of a whole number; null if it is a text
 * @param allowed the only values it may have; empty for any
 */
record Parameter(
        String name,
        boolean required,
        String description,
        @Nullable Bounds integers,
        Bounds characters,
        List<String> allowed,
        @Nullable Pattern pattern) {
    private static final int MAX_DIGITS = 18;

    /** Both inclusive. */
    record Bounds(long least, long most) {
        boolean contain(long number) {
            return number >= least && number <= most;
        }

        @Override
        public String toString() {
            return most == Long.MAX_VALUE ? least + " or more" : "%d to %d".formatted(least, most);
        }
    }

    Parameter {
        allowed = List.copyOf(allowed);
    }

    /** Reads a Parameter Object of OpenAPI. */
    static Parameter of(JsonNode declared) {
        JsonNode schema = declared.path("schema");
        List<String> allowed = new ArrayList<>();
        schema.path("enum").forEach(value -> allowed.add(value.asText()));
        return new Parameter(
                declared.required("name").asText(),
                declared.path("required").asBoolean(),
                declared.path("description").asText("see the contract"),
                schema.path("type").asText().equals("integer") ? bounds(schema, "minimum", "maximum") : null,
                bounds(schema, "minLength", "maxLength"),
                allowed,
                schema.has("pattern") ? Pattern.compile(schema.get("pattern").asText()) : null);
    }

    private static Bounds bounds(JsonNode schema, String least, String most) {
        return new Bounds(schema.path(least).asLong(0), schema.path(most).asLong(Long.MAX_VALUE));
    }

    /** What is wrong with a value and what would be right; empty if nothing is. */
    Optional<String> complaint(String value) {
        long length = value.codePointCount(0, value.length());
        if (integers != null) {
            boolean fits = value.matches("-?\\d{1," + MAX_DIGITS + "}") && integers.contain(Long.parseLong(value));
            return fits ? Optional.empty() : expected(value, "a whole number, " + integers);
        }
        if (!allowed.isEmpty() && !allowed.contains(value)) {
            return expected(value, "one of " + String.join(", ", allowed));
        }
        if (!characters.contain(length)) {
            return Optional.of("%d characters (expected: %s)".formatted(length, characters));
        }
        return pattern == null || pattern.matcher(value).find()
                ? Optional.empty()
                : expected(value, "a text that matches " + pattern);
    }

    private static Optional<String> expected(String value, String what) {
        return Optional.of("%s (expected: %s)".formatted(Excerpt.of(value), what));
    }
}
