package dev.legato.edge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EdgeClusterSettingsTest {
    private static final String SECRET = "0123456789abcdef";

    private static EdgeClusterSettings read(String... more) {
        Map<String, String> values = more.length == 0
                ? Map.of("edge.cluster.secret", SECRET)
                : Map.of("edge.cluster.secret", SECRET, more[0], more[1]);
        return Objects.requireNonNull(EdgeClusterSettings.from(Settings.of(values)));
    }

    @Test
    void from_noSecret_isNull() {
        assertNull(EdgeClusterSettings.from(Settings.of(Map.of())));
    }

    @Test
    void from_secretAlone_hasDefaults() {
        EdgeClusterSettings settings = read();
        assertEquals(Duration.ofMillis(300), settings.deadline());
        assertEquals(4, settings.slices());
        assertFalse(settings.toString().contains(SECRET));
        assertEquals(new EdgeNode("m", "10.0.0.7", 8081, false, "", ""), settings.node("m", "10.0.0.7", 8081, false));
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.9:80, 10.0.0.9, 80", "[fd00::9]:8443, [fd00::9], 8443", "edge-3.example:81, edge-3.example, 81"
    })
    void node_advertised_isReachedThere(String address, String host, int port) {
        assertEquals(
                new EdgeNode("m", host, port, true, "", ""),
                read("edge.cluster.advertise", address).node("m", "10.0.0.7", 8081, true));
    }

    @ParameterizedTest
    @CsvSource({
        "edge.cluster.secret, short",
        "edge.cluster.advertise, 10.0.0.9",
        "edge.cluster.advertise, http://10.0.0.9:80",
        "edge.cluster.zone, a b",
        "edge.cluster.slices, 0"
    })
    void from_wrongValue_namesTheSetting(String key, String value) {
        var failure = assertThrows(SettingsException.class, () -> {
            var _ = EdgeClusterSettings.from(
                    Settings.of(Map.of("edge.cluster.secret", SECRET)).with(Map.of(key, value)));
        });
        assertEquals(key, String.valueOf(failure.getMessage()).split(":", 2)[0]);
    }
}
