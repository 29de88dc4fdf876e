package dev.legato.player;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class WebPlayerSettingsTest {
    @Test
    void from_nothing_givesDefaults() {
        WebPlayerSettings settings = WebPlayerSettings.from(Settings.of(Map.of()));
        assertEquals(8107, settings.http().port());
        assertEquals(List.of("http:", "https:"), settings.mediaOrigins());
    }

    @Test
    void mediaOrigins_entersThePolicy() {
        WebPlayerSettings settings =
                WebPlayerSettings.from(Settings.of(Map.of("player.mediaOrigins", "https://edge.example.com")));
        String policy = new PagePolicy(settings.mediaOrigins()).contentSecurityPolicy();
        assertTrue(policy.contains("media-src 'self' https://edge.example.com;"), policy);
    }

    @Test
    void mediaOrigins_thatCouldEndTheDirective_isRefused() {
        SettingsException refusal = assertThrows(
                SettingsException.class,
                () -> WebPlayerSettings.from(Settings.of(Map.of("player.mediaOrigins", "https://a; script-src *"))));
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("player.mediaOrigins: 'https://a; script-src *'"));
    }
}
