package dev.legato.runtime.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.legato.contracts.CloudEvent;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * The one JSON mapping of everything on the wire: records in camelCase, times RFC 3339 UTC, enums in lower case, null
 * members written (a client sees every field), unknown members refused.
 */
public final class Json {
    static final int MAX_DEPTH = 64;
    static final int MAX_NUMBER_CHARACTERS = 100;
    static final int MAX_NAME_CHARACTERS = 1_000;

    private static final ObjectMapper STRICT = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_CHARACTERS)
                            .maxNameLength(MAX_NAME_CHARACTERS)
                            .build())
                    .build())
            .addModules(new JavaTimeModule(), new Jdk8Module())
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
            .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .addModule(new LowerCaseEnums())
            // Without this a number or a boolean passes for a text.
            .withCoercionConfig(LogicalType.Textual, coercion -> coercion.setCoercion(
                            CoercionInputShape.Integer, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                    .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail))
            .build();

    private static final ObjectMapper LENIENT =
            STRICT.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    private Json() {}

    public static byte[] write(Object value) {
        try {
            return STRICT.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not writable as JSON: " + value.getClass(), e);
        }
    }

    /**
     * Reads what a stranger sent: an unknown member, a member twice, a wrong type, anything missing for a primitive and
     * a text that no store takes are refused.
     *
     * @return null for {@code null}
     */
    public static <T> @Nullable T readStrictly(byte[] json, Class<T> type) throws InvalidJsonException {
        try {
            JsonNode tree = tree(JsonTexts.decode(json));
            JsonTexts.check("", tree);
            return STRICT.treeToValue(tree, type);
        } catch (JsonProcessingException e) {
            throw JsonFault.of(e);
        }
    }

    private static JsonNode tree(String json) throws JsonProcessingException, InvalidJsonException {
        try {
            return STRICT.readTree(json);
        } catch (MismatchedInputException _) {
            throw new InvalidJsonException("body", "more than one value (expected: one)");
        }
    }

    /** Reads what another of our processes wrote: members a newer version has added are passed over. */
    public static <T> T read(byte[] json, Class<T> type) throws IOException {
        return LENIENT.readValue(json, type);
    }

    /** The same of a part of a document. */
    public static <T> T read(JsonNode part, Class<T> type) throws IOException {
        return LENIENT.treeToValue(part, type);
    }

    /** Reads an event from Kafka. */
    public static <T> CloudEvent<T> readEvent(byte[] json, Class<T> data) throws IOException {
        JavaType type = LENIENT.getTypeFactory().constructParametricType(CloudEvent.class, data);
        return LENIENT.readValue(json, type);
    }
}
