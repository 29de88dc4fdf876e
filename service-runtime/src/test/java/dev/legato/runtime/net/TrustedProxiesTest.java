package dev.legato.runtime.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrustedProxiesTest {
    private final TrustedProxies proxies = proxies("10.0.0.0/8, fd00::/8");

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            203.0.113.9 | 8.8.8.8                            | 203.0.113.9
            203.0.113.9 | -                                  | 203.0.113.9
            10.0.0.1    | 203.0.113.9                        | 203.0.113.9
            10.0.0.1    | 8.8.8.8, 203.0.113.9               | 203.0.113.9
            10.0.0.1    | 8.8.8.8, 203.0.113.9, 10.0.0.2     | 203.0.113.9
            10.0.0.1    | 10.1.1.1, 10.0.0.2                 | 10.1.1.1
            10.0.0.1    | 8.8.8.8, unknown, 10.0.0.2         | 10.0.0.2
            10.0.0.1    | 203.0.113.9:4711                   | 203.0.113.9
            fd00::1     | [2001:db8::1]:4711                 | 2001:db8::1
            fd00::1     | 2001:db8::1                        | 2001:db8::1
            10.0.0.1    | -                                  | -
            10.0.0.1    | unknown                            | -
            10.0.0.1    | ''                                 | -
            """)
    void caller_isTheRightMostAddressThatIsNoProxy(String peer, String header, String caller) {
        assertEquals(
                caller,
                proxies.caller(peer, header == null ? List.of() : List.of(header))
                        .orElse(null));
    }

    @Test
    void caller_headerInTwoLines_readsThemAsOne() {
        assertEquals(
                "203.0.113.9",
                proxies.caller("10.0.0.1", List.of("8.8.8.8", "203.0.113.9, 10.0.0.2"))
                        .orElse(""));
    }

    @Test
    void from_nonsense_saysWhichEntryOfWhichKey() {
        var failure = assertThrows(SettingsException.class, () -> proxies("10.0.0.1, 10.*.*.*"));
        assertTrue(failure.getMessage().startsWith("x.proxies: '10.*.*.*' is no IP address"), failure.getMessage());
        assertTrue(failure.getMessage().contains("10.0.0.0/8"), failure.getMessage());
    }

    @Test
    void from_hostBitsSet_saysTheBlockThatIsMeant() {
        var failure = assertThrows(SettingsException.class, () -> proxies("10.1.2.3/8"));
        assertTrue(failure.getMessage().contains("expected: 10.0.0.0/8"), failure.getMessage());
    }

    private static TrustedProxies proxies(String list) {
        return TrustedProxies.from(Settings.of(Map.of("x.proxies", list)), "x.proxies", List.of());
    }
}
