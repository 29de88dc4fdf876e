package dev.legato.ingest;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.contracts.Excerpt;
import dev.legato.contracts.Word;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The members of a JSON object, each read as the one type it may have. */
record EventFields(JsonNode object) {
    private static final int MAX_CHARACTERS = 128;

    static EventFields of(String name, @Nullable JsonNode json) throws InvalidEventException {
        if (json == null || !json.isObject()) {
            throw new InvalidEventException(name + ": missing or no JSON object");
        }
        return new EventFields(json);
    }

    /** The same object, if it has no other members than these. */
    EventFields only(Set<String> known) throws InvalidEventException {
        for (var member : object.properties()) {
            if (!known.contains(member.getKey())) {
                throw new InvalidEventException("unknown member %s (expected: %s)"
                        .formatted(
                                Excerpt.of(member.getKey()),
                                known.stream().sorted().collect(Collectors.joining(", "))));
            }
        }
        return this;
    }

    EventFields object(String name) throws InvalidEventException {
        return of(name, object.get(name));
    }

    String text(String name) throws InvalidEventException {
        JsonNode value = object.get(name);
        if (value == null || !value.isTextual()) {
            throw new InvalidEventException("%s: missing or no string".formatted(name));
        }
        return shortened(value.textValue());
    }

    /** A {@link Word}. */
    String word(String name) throws InvalidEventException {
        String text = text(name);
        if (!Word.isValid(text)) {
            throw new InvalidEventException("%s: %s (expected: %s)".formatted(name, Excerpt.of(text), Word.FORM));
        }
        return text;
    }

    /** The same, or null if the member is null or missing. */
    @Nullable
    String wordIfAny(String name) throws InvalidEventException {
        return object.hasNonNull(name) ? word(name) : null;
    }

    /** A whole number from 0. */
    long integer(String name, long most) throws InvalidEventException {
        JsonNode value = object.get(name);
        boolean fits = value != null
                && value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= 0
                && value.longValue() <= most;
        if (!fits) {
            throw new InvalidEventException("%s: %s (expected: a whole number from 0 to %d)"
                    .formatted(name, value == null ? "missing" : shortened(value.toString()), most));
        }
        return value.longValue();
    }

    /** A time of RFC 3339. */
    Instant time(String name) throws InvalidEventException {
        String text = text(name);
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException _) {
            throw new InvalidEventException(
                    "%s: %s (expected: a time like 2026-11-22T08:30:00.250Z)".formatted(name, Excerpt.of(text)));
        }
    }

    /** Bounds the length of answers that quote input. */
    private static String shortened(String text) {
        return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS) + "…";
    }
}
