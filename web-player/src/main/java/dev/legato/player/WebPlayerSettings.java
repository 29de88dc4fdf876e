package dev.legato.player;

import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The web player's settings.
 *
 * @param mediaOrigins {@code player.mediaOrigins}, where the page may fetch audio and covers from: origins such as
 *     {@code https://edge.example.com}, or {@code http:} and {@code https:} for any
 */
record WebPlayerSettings(HttpSettings http, List<String> mediaOrigins) {
    private static final Pattern ORIGIN = Pattern.compile("https?:(//[A-Za-z0-9.*\\[\\]:-]+)?");

    static WebPlayerSettings from(Settings settings) {
        List<String> origins = settings.list("player.mediaOrigins", List.of("http:", "https:"));
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new SettingsException(
                        "player.mediaOrigins: '%s' (expected: an origin like https://edge.example.com, or https:)"
                                .formatted(origin));
            }
        }
        return new WebPlayerSettings(HttpSettings.from(settings, "player", 8107), List.copyOf(origins));
    }
}
