package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Every YAML file of the repository can be read, and every OpenAPI document holds together. */
class DocumentsTest {
    private static final Path ROOT = Path.of("..");
    private static final Path SHARED = ROOT.resolve("service-runtime/src/main/resources/openapi/shared.yaml");
    private static final List<String> METHODS = List.of("get", "put", "post", "delete", "patch", "head");

    static List<Path> yamlFiles() throws Exception {
        return files(".*\\.ya?ml");
    }

    /** Those of services; what all of them share is no document of its own. */
    static List<Path> openApiDocuments() throws Exception {
        return files(".*/openapi/(?!shared)[^/]*\\.yaml");
    }

    @ParameterizedTest
    @MethodSource("yamlFiles")
    void yaml_eachFile_isReadAndNamesNothingTwice(Path file) throws Exception {
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        try (Reader text = Files.newBufferedReader(file)) {
            assertDoesNotThrow(() -> new Yaml(options).loadAll(text).forEach(_ -> {}));
        }
    }

    @ParameterizedTest
    @MethodSource("openApiDocuments")
    void openApi_eachDocument_isOf31_andItsReferencesLeadSomewhere(Path file) throws Exception {
        JsonNode document = new YAMLMapper().readTree(file.toFile());
        JsonNode shared = new YAMLMapper().readTree(SHARED.toFile());
        assertTrue(document.path("openapi").asText().startsWith("3.1."), "openapi");
        assertFalse(document.path("info").path("title").asText().isEmpty(), "info.title");
        assertFalse(document.path("info").path("version").asText().isEmpty(), "info.version");
        Set<String> used = new HashSet<>();
        for (JsonNode reference : document.findValues("$ref")) {
            String text = reference.asText();
            assertTrue(text.startsWith("#/"), text);
            String pointer = text.substring(1);
            assertFalse(
                    document.at(pointer).isMissingNode() && shared.at(pointer).isMissingNode(), text);
            used.add(text);
        }
        List<String> unused = new ArrayList<>();
        document.path("components").properties().forEach(kind -> kind.getValue()
                .fieldNames()
                .forEachRemaining(name -> unused.add("#/components/%s/%s".formatted(kind.getKey(), name))));
        unused.removeAll(used);
        unused.removeIf(name -> name.startsWith("#/components/securitySchemes/"));
        assertEquals(List.of(), unused, "components that nothing refers to");
    }

    @ParameterizedTest
    @MethodSource("openApiDocuments")
    void openApi_eachOperation_isNamedOnceAndSaysWhatItAnswersAndWhatItsPathHolds(Path file) throws Exception {
        JsonNode document = new YAMLMapper().readTree(file.toFile());
        Set<String> ids = new HashSet<>();
        document.path("paths").properties().forEach(path -> {
            for (String method : METHODS) {
                JsonNode operation = path.getValue().path(method);
                if (!operation.isMissingNode()) {
                    String id = operation.path("operationId").asText();
                    assertTrue(!id.isEmpty() && ids.add(id), path.getKey() + " " + method + ": operationId");
                    assertFalse(operation.path("responses").isEmpty(), id + ": responses");
                    operation
                            .path("responses")
                            .fieldNames()
                            .forEachRemaining(status -> assertTrue(status.matches("[1-5]\\d\\d"), id + ": " + status));
                    assertEquals(inPath(path.getKey()), parameters(document, path.getValue(), operation), id);
                }
            }
        });
        assertFalse(ids.isEmpty());
    }

    private static Set<String> inPath(String path) {
        Set<String> names = new HashSet<>();
        for (String segment : path.split("/")) {
            if (segment.startsWith("{")) {
                names.add(segment.substring(1, segment.indexOf('}')));
            }
        }
        return names;
    }

    private static Set<String> parameters(JsonNode document, JsonNode path, JsonNode operation) {
        Set<String> names = new HashSet<>();
        for (JsonNode list : Arrays.asList(path.path("parameters"), operation.path("parameters"))) {
            for (JsonNode entry : list) {
                JsonNode parameter = entry.has("$ref")
                        ? document.at(entry.get("$ref").asText().substring(1))
                        : entry;
                if (parameter.path("in").asText().equals("path")) {
                    names.add(parameter.path("name").asText());
                }
            }
        }
        return names;
    }

    private static List<Path> files(String pattern) throws Exception {
        try (Stream<Path> files = Files.walk(ROOT)) {
            List<Path> found = files.filter(file -> file.toString().matches(pattern))
                    .filter(file -> !file.toString().matches(".*/(target|\\.git)/.*"))
                    .sorted()
                    .toList();
            assertFalse(found.isEmpty());
            return found;
        }
    }
}
