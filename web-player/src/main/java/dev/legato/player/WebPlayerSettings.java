package dev.legato.player;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.links.EdgeOrigins;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The web player's settings.
 *
 * @param mediaOrigins {@code player.mediaOrigins}, where the page may fetch audio and covers from beside the edge: origins
 *     such as {@code https://cdn.example.com}, or {@code https:} for any
 * @param edge {@code links.edgeUrl} and {@code links.hosts}, the edge as listeners reach it
 */
record WebPlayerSettings(HttpSettings http, List<String> mediaOrigins, EdgeOrigins edge) {
    private static final Pattern ORIGIN = Pattern.compile("https?:(//[A-Za-z0-9.*\\[\\]:-]+)?");

    /** The policy of a page that was asked for under a host. */
    PagePolicy policy(Optional<String> host) {
        return new PagePolicy(Stream.concat(Stream.of(edge.origin(host)), mediaOrigins.stream())
                .toList());
    }

    static WebPlayerSettings from(Settings settings) {
        List<String> origins = settings.list("player.mediaOrigins", List.of());
        for (String origin : origins) {
            if (!ORIGIN.matcher(origin).matches()) {
                throw new SettingsException(
                        "player.mediaOrigins: '%s' (expected: an origin like https://edge.example.com, or https:)"
                                .formatted(origin));
            }
        }
        return new WebPlayerSettings(
                HttpSettings.from(settings, LegatoService.PLAYER), List.copyOf(origins), EdgeOrigins.from(settings));
    }
}
