package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.legato.contracts.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The list of problem types against the documents, the code and the page that speak of them. */
final class ProblemTypesTest {
    private static final Path REPOSITORY = Path.of("..");
    private static final Pattern ROW = Pattern.compile("\\| `([a-z-]+)` \\| (\\d{3}) \\| [^|]+ \\| [^|]+ \\|");
    private static final Map<String, ProblemType> TYPES =
            Arrays.stream(ProblemType.values()).collect(Collectors.toMap(ProblemType::uri, Function.identity()));

    @Test
    void page_hasEveryTypeWithItsStatus() throws IOException {
        Map<String, Integer> listed = new TreeMap<>();
        for (String line : Files.readAllLines(REPOSITORY.resolve("docs/problems.md"))) {
            Matcher row = ROW.matcher(line);
            if (row.matches()) {
                listed.put("urn:legato:problem:" + row.group(1), Integer.parseInt(row.group(2)));
            }
        }
        assertEquals(TYPES.values().stream().collect(Collectors.toMap(ProblemType::uri, ProblemType::status)), listed);
    }

    @Test
    void documents_exampleProblems_areOfTheListAsItSays() throws IOException {
        int examples = 0;
        for (Path file : documents()) {
            for (JsonNode problem :
                    YAMLMapper.builder().build().readTree(file.toFile()).findParents("type")) {
                String uri = problem.path("type").asText();
                if (uri.startsWith("urn:")) {
                    examples++;
                    ProblemType type = TYPES.get(uri);
                    assertTrue(type != null, "%s: %s".formatted(file, uri));
                    assertEquals(type.status(), problem.path("status").asInt(), file.toString());
                    assertEquals(type.title(), problem.path("title").asText(), file.toString());
                }
            }
        }
        assertTrue(examples > 5, "%d examples found".formatted(examples));
    }

    @Test
    void documents_ofServices_leaveProblemToTheSharedOne() throws IOException {
        List<Path> defining = documents().stream()
                .filter(file -> read(file).contains("\n    Problem:\n"))
                .toList();
        assertEquals(
                List.of("shared.yaml"),
                defining.stream().map(file -> file.getFileName().toString()).toList());
    }

    @Test
    void code_makesTypesInOnePlaceOnly() throws IOException {
        List<Path> code = files("java");
        assertTrue(code.size() > 300, "%d files found".formatted(code.size()));
        List<String> making = code.stream()
                .filter(file -> read(file).contains("\"urn:legato:problem:"))
                .map(file -> file.getFileName().toString())
                .toList();
        assertEquals(List.of("ProblemType.java"), making);
    }

    private static List<Path> documents() throws IOException {
        return files("yaml").stream()
                .filter(file -> file.getParent().endsWith("openapi"))
                .toList();
    }

    /** Those of every module's main sources. */
    private static List<Path> files(String extension) throws IOException {
        try (Stream<Path> modules = Files.list(REPOSITORY)) {
            return modules.map(module -> module.resolve("src/main"))
                    .filter(Files::isDirectory)
                    .flatMap(ProblemTypesTest::walk)
                    .filter(file -> file.toString().endsWith("." + extension))
                    .sorted()
                    .toList();
        }
    }

    private static Stream<Path> walk(Path folder) {
        try {
            return Files.walk(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
