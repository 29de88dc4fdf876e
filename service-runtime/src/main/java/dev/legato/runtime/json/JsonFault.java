package dev.legato.runtime.json;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import dev.legato.contracts.Excerpt;
import java.time.temporal.Temporal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The message that a client gets for JSON that cannot be read. Jackson's own messages are for programmers: they name classes
 * and settings of Java.
 */
final class JsonFault {
    private static final String WHOLE_DOCUMENT = "body";
    private static final String DUPLICATE = "Duplicate field '";

    private JsonFault() {}

    static InvalidJsonException of(JsonProcessingException failure) {
        return failure instanceof JsonMappingException mapping
                        && !mapping.getPath().isEmpty()
                ? new InvalidJsonException(path(mapping), ofMember(mapping))
                : new InvalidJsonException(WHOLE_DOCUMENT, ofDocument(failure));
    }

    private static String ofDocument(JsonProcessingException failure) {
        return switch (failure) {
            case StreamConstraintsException _ ->
                "nested too deep, or with too long a number or name (expected: at most %d levels, %d digits, %d characters)"
                        .formatted(Json.MAX_DEPTH, Json.MAX_NUMBER_CHARACTERS, Json.MAX_NAME_CHARACTERS);
            case JsonMappingException mapping -> ofMember(mapping);
            default -> duplicate(failure.getOriginalMessage()) + position(failure.getLocation());
        };
    }

    private static String duplicate(@Nullable String message) {
        return message != null && message.startsWith(DUPLICATE)
                ? "member %s twice (expected: once)"
                        .formatted(Excerpt.of(message.substring(DUPLICATE.length(), message.length() - 1)))
                : "not JSON";
    }

    private static String position(@Nullable JsonLocation location) {
        return location == null ? "" : ", line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }

    private static String ofMember(JsonMappingException failure) {
        return switch (failure) {
            case UnrecognizedPropertyException unknown -> "unknown member (expected: %s)".formatted(known(unknown));
            case InvalidFormatException format ->
                "%s (expected: %s)".formatted(Excerpt.of(String.valueOf(format.getValue())), expected(format));
            case ValueInstantiationException refused -> refusal(refused.getCause());
            case MismatchedInputException mismatch -> "expected: " + expected(mismatch);
            default ->
                failure.getCause() instanceof InputCoercionException
                        ? "a number out of range (expected: a smaller one)"
                        : "not of the form the operation asks for";
        };
    }

    /** What a record's own check says; a list or text that it needs and that is missing ends as a NullPointerException. */
    private static String refusal(@Nullable Throwable cause) {
        return cause instanceof IllegalArgumentException && cause.getMessage() != null
                ? cause.getMessage()
                : "a member that is needed is missing or null";
    }

    private static String known(UnrecognizedPropertyException unknown) {
        Collection<Object> names = unknown.getKnownPropertyIds();
        return names == null || names.isEmpty()
                ? "none"
                : names.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
    }

    private static String expected(MismatchedInputException mismatch) {
        Class<?> type = mismatch.getTargetType();
        if (type == null) {
            return "another type";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
        }
        if (type == int.class || type == Integer.class) {
            return "a whole number from %d to %d".formatted(Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        if (type == long.class || type == Long.class) {
            return "a whole number";
        }
        if (type == double.class || type == Double.class) {
            return "a number";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (Temporal.class.isAssignableFrom(type)) {
            return "a time like 2026-11-22T08:30:00.250Z";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "an array";
        }
        return type == String.class ? "a text" : type.isRecord() && isText(type) ? "a text" : "an object";
    }

    /** Ids are records of one text, written as that text. */
    private static boolean isText(Class<?> type) {
        return type.getRecordComponents().length == 1 && type.getRecordComponents()[0].getType() == String.class;
    }

    /** The path to the member at fault; names that a stranger made up are shortened. */
    static String path(JsonMappingException failure) {
        StringBuilder path = new StringBuilder();
        for (JsonMappingException.Reference step : failure.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(plain(step.getFieldName()));
            }
        }
        return path.isEmpty() ? WHOLE_DOCUMENT : path.toString();
    }

    private static String plain(String name) {
        String quoted = Excerpt.of(name);
        return quoted.substring(1, quoted.length() - 1);
    }
}
