package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.StartupException;
import dev.legato.runtime.settings.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PublicNameTest {
    @ParameterizedTest
    @CsvSource({"music.example.org, 443, ''", "Music.Example.ORG, 8080, :8080", "a-b.xn--mnchen-3ya.example, 443, ''"})
    void url_ofANameAndAPort_isWhereTheWorldFindsIt(String host, String port, String behind) {
        Settings given = Settings.of(Map.of("gateway.port", port));
        PublicName name = PublicName.of(host);
        assertEquals("https://" + name.host() + behind, name.url(given));
        assertTrue(host.equalsIgnoreCase(name.host()));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "localhost",
                "127.0.0.1",
                "0.0.0.0",
                "::1",
                "music",
                ".example.org",
                "music..org",
                "-a.example.org",
                "a-.example.org",
                "music.example.org.",
                "music.example.org:443",
                "https://music.example.org",
                "../etc.org",
                "*.example.org",
                "music.example.1"
            })
    void of_noPublicName_isRefused(String host) {
        assertThrows(StartupException.class, () -> PublicName.of(host));
    }

    @Test
    void settings_ofTheUser_win() {
        PublicName name = PublicName.of("music.example.org");
        Settings settings = name.settings(
                Settings.of(Map.of("gateway.host", "192.0.2.1", "tokens.issuer", "https://other.example")));
        assertEquals("192.0.2.1", settings.text("gateway.host", ""));
        assertEquals("https://other.example", settings.text("tokens.issuer", ""));
        assertEquals("0.0.0.0", settings.text("edge.host", ""));
        assertEquals("music.example.org", settings.text("links.hosts", ""));
    }
}
