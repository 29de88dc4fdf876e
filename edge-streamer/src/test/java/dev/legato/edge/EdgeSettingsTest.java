package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EdgeSettingsTest {
    @TempDir
    private Path root;

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

    @Test
    void root_thatIsNoFolder_isRefused() {
        String missing = root.resolve("missing").toString();
        var failure = assertThrows(
                SettingsException.class,
                () -> EdgeService.from(Settings.of(Map.of("edge.root", missing, "edge.open", "true"))));
        assertEquals("edge.root: '%s' (expected: an existing folder)".formatted(missing), failure.getMessage());
    }

    private EdgeSettings open(String key, String value) {
        return EdgeSettings.from(Settings.of(Map.of("edge.root", root.toString(), "edge.open", "true"))
                .with(Map.of(key, value)));
    }
}
