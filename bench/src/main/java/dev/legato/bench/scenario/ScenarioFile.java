package dev.legato.bench.scenario;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Scenarios by name, from the bench's own resources, or by path, from anyone's file. */
public final class ScenarioFile {
    /** The scenarios that come with the bench. */
    public static final List<String> BUILT_IN = List.of(
            "range",
            "handshakes",
            "players",
            "cache-hits",
            "cache-objects",
            "cache-misses",
            "cache-mix",
            "cache-start",
            "start",
            "api",
            "ingest",
            "searches");

    private static final String SUITE = "cache";

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .build();

    private ScenarioFile() {}

    /** Returns the scenarios that one name stands for: {@code cache} for all that begin so, any other for itself. */
    public static List<String> expand(String nameOrPath) {
        return nameOrPath.equals(SUITE)
                ? BUILT_IN.stream().filter(name -> name.startsWith(SUITE + '-')).toList()
                : List.of(nameOrPath);
    }

    /**
     * @param nameOrPath one of {@link #BUILT_IN}, or a YAML file
     * @throws IllegalArgumentException when there is no such scenario or it cannot be understood; the message says why
     */
    public static Scenario read(String nameOrPath) throws IOException {
        if (BUILT_IN.contains(nameOrPath)) {
            try (InputStream resource =
                    ScenarioFile.class.getResourceAsStream("/dev/legato/bench/scenarios/" + nameOrPath + ".yaml")) {
                return parse(nameOrPath, new String(resource.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        Path path = Path.of(nameOrPath);
        if (!Files.isRegularFile(path)) {
            throw new IllegalArgumentException(
                    "scenario: '%s' (expected: one of %s, cache for all of those, or a YAML file)"
                            .formatted(nameOrPath, String.join(", ", BUILT_IN)));
        }
        return parse(nameOrPath, Files.readString(path));
    }

    static Scenario parse(String source, String yaml) {
        try {
            return YAML.readValue(yaml, Scenario.class);
        } catch (JsonMappingException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(
                    "%s: %s".formatted(source, firstLine(cause instanceof JacksonException ? e : cause)), e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("%s: %s".formatted(source, firstLine(e)), e);
        }
    }

    private static String firstLine(Throwable e) {
        String message = e instanceof JacksonException jackson ? jackson.getOriginalMessage() : e.getMessage();
        return String.valueOf(message).lines().findFirst().orElse("not understood");
    }
}
