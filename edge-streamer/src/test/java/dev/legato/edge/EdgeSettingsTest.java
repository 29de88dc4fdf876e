package dev.legato.edge;

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

class EdgeSettingsTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "edge-settings.md");
    private static final Pattern KEY = Pattern.compile("edge(\\.\\w+)+");

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
