package dev.legato.metadata;

import dev.legato.runtime.auth.LinkKeys;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.time.Duration;

/**
 * How links to the edge are made.
 *
 * @param edgeUrl {@code links.edgeUrl}, the edge as listeners reach it, without a slash at the end
 * @param validFor {@code links.validFor}, how long a signed link opens at least
 * @param keys {@code links.keys}, shared with the edge
 */
public record LinkSettings(String edgeUrl, Duration validFor, LinkKeys keys) {
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    public LinkSettings {
        if (validFor.compareTo(SHORTEST) < 0) {
            throw new SettingsException("links.validFor: '%s' (expected: 1m or more)".formatted(validFor));
        }
    }

    public static LinkSettings from(Settings settings) {
        return new LinkSettings(
                settings.uri("links.edgeUrl", "http", "https")
                        .map(URI::toString)
                        .orElse("http://localhost:8081")
                        .replaceFirst("/+$", ""),
                settings.duration("links.validFor", Duration.ofHours(6)),
                LinkKeys.from(settings));
    }
}
