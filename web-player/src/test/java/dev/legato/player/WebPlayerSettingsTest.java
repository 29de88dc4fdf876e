package dev.legato.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebPlayerSettingsTest {
    @Test
    void from_nothing_givesDefaults() {
        WebPlayerSettings settings = WebPlayerSettings.from(Settings.of(Map.of()));
        assertEquals(8107, settings.http().port());
        assertEquals(List.of(), settings.mediaOrigins());
        String policy = settings.policy(Optional.empty()).contentSecurityPolicy();
        assertTrue(policy.contains("media-src 'self' http://localhost:8081;"), policy);
    }

    @Test
    void mediaOrigins_entersThePolicy() {
        WebPlayerSettings settings =
                WebPlayerSettings.from(Settings.of(Map.of("player.mediaOrigins", "https://edge.example.com")));
        String policy = settings.policy(Optional.empty()).contentSecurityPolicy();
        assertTrue(policy.contains("media-src 'self' http://localhost:8081 https://edge.example.com;"), policy);
    }

    @Test
    void policy_namesTheConfiguredEdgeAlone() {
        WebPlayerSettings settings =
                WebPlayerSettings.from(Settings.of(Map.of("links.edgeUrl", "https://edge.example.com/mounted/")));
        String policy = settings.policy(Optional.of("localhost")).contentSecurityPolicy();
        assertTrue(policy.contains("connect-src 'self' https://edge.example.com;"), policy);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:8081",
        "attacker.example, http://localhost:8081",
        "[::1], http:",
    })
    void policy_namesTheEdgeUnderThePagesHost(String host, String edge) {
        WebPlayerSettings settings = WebPlayerSettings.from(Settings.of(Map.of()));
        String policy = settings.policy(Optional.of(host)).contentSecurityPolicy();
        assertTrue(policy.contains("img-src 'self' " + edge + ";"), policy);
    }

    @Test
    void mediaOrigins_thatCouldEndTheDirective_isRefused() {
        SettingsException refusal = assertThrows(
                SettingsException.class,
                () -> WebPlayerSettings.from(Settings.of(Map.of("player.mediaOrigins", "https://a; script-src *"))));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("player.mediaOrigins: 'https://a; script-src *'"));
    }
}
