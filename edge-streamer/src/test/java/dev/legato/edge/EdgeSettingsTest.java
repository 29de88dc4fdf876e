package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeSettingsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "edge-settings.md");
    private static final Pattern KEY = Pattern.compile("edge(\\.\\w+)+");

    /** A row's last key, and the bounds behind its default. */
    private static final Pattern BOUNDED =
            Pattern.compile("^\\|[^|]*`([\\w.]+)` \\|[^|]*\\(`(\\w+)` to `(\\w+)`\\) \\|");

    @TempDir
    private Path root;

    @Test
    void document_namesEveryKeyThatIsRead_andNoOther() throws Exception {
        Set<String> documented = Files.readAllLines(DOCUMENT).stream()
                .filter(line -> line.startsWith("| `"))
                .flatMap(row -> keys(row.split("\\|", 3)[1]).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(documented, readKeys());
    }

    @Test
    void requestRate_openEdge_hasNone() {
        assertEquals(
                0,
                EdgeSettings.from(Settings.of(Map.of("edge.root", root.toString(), "edge.open", "true")))
                        .connections()
                        .requestRate());
        assertEquals(
                10_000,
                EdgeSettings.from(Settings.of(
                                Map.of("edge.root", root.toString(), "links.keys", "k:" + EdgeFixture.SECRET)))
                        .connections()
                        .requestRate());
    }

    @Test
    void document_namesTheBoundsOfEveryDuration() throws Exception {
        Map<String, String> documented = Files.readAllLines(DOCUMENT).stream()
                .flatMap(line -> BOUNDED.matcher(line).results())
                .collect(Collectors.toMap(
                        row -> row.group(1), row -> "from %s to %s".formatted(row.group(2), row.group(3))));
        assertEquals(documented.keySet(), durations());
        documented.forEach((key, bounds) -> {
            for (String bound : bounds.split("from | to ")) {
                assertDoesNotThrow(() -> bound.isEmpty() ? null : open(key, bound));
            }
            assertEquals(
                    "%s: 999999999d (expected: %s)".formatted(key, bounds),
                    assertThrows(SettingsException.class, () -> open(key, "999999999d"))
                            .getMessage());
        });
    }

    @ParameterizedTest
    @CsvSource({
        "edge.headTimeout, 99ms",
        "edge.writeStall, 0s",
        "edge.idleTimeout, 0s",
        "edge.http2.resetWindow, 999ms",
        "edge.pacing.burst, 0s",
        "edge.tls.reload, 0s",
        "edge.tls.ticketKeys, 59s",
        "edge.trust, 0s",
        "edge.drain, 0s",
        "edge.handOver, 0s"
    })
    void duration_tooShort_isRefused(String key, String value) {
        var failure = assertThrows(SettingsException.class, () -> open(key, value));
        assertTrue(failure.getMessage().startsWith(key + ": " + value + " (expected: from "), failure.getMessage());
    }

    private EdgeSettings open(String key, String value) {
        return EdgeSettings.from(Settings.of(Map.of("edge.root", root.toString(), "edge.open", "true"))
                .with(Map.of(key, value)));
    }

    /** Keys whose complaint about nonsense asks for a duration. */
    private Set<String> durations() {
        return readKeys().stream()
                .filter(key -> {
                    try {
                        EdgeSettings _ = open(key, "nonsense");
                        return false;
                    } catch (SettingsException e) {
                        return e.getMessage().contains("a duration like");
                    }
                })
                .collect(Collectors.toSet());
    }

    /** The complaint about an unknown key names all that are known. */
    private Set<String> readKeys() {
        Settings settings =
                Settings.of(Map.of("edge.root", root.toString(), "edge.open", "true", "edge.nonsense", "1"));
        EdgeSettings _ = EdgeSettings.from(settings);
        String complaint =
                assertThrows(SettingsException.class, settings::rejectUnknown).getMessage();
        int expected = complaint.indexOf("expected: ");
        assertTrue(expected > 0, complaint);
        return keys(complaint.substring(expected));
    }

    private static Set<String> keys(String text) {
        return KEY.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }
}
