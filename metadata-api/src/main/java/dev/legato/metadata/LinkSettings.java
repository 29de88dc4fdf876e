package dev.legato.metadata;

import dev.legato.runtime.auth.LinkKeys;
import dev.legato.runtime.links.EdgeOrigins;
import dev.legato.runtime.settings.Settings;
import java.time.Duration;

/**
 * How links to the edge are made.
 *
 * @param edge {@code links.edgeUrl} and {@code links.hosts}, the edge as listeners reach it
 * @param validFor {@code links.validFor}, how long a signed link is valid at least
 * @param keys {@code links.keys}, shared with the edge
 */
public record LinkSettings(EdgeOrigins edge, Duration validFor, LinkKeys keys) {
    public static LinkSettings from(Settings settings) {
        return new LinkSettings(
                EdgeOrigins.from(settings),
                settings.duration("links.validFor", Duration.ofHours(6), Duration.ofMinutes(1), Duration.ofDays(30)),
                LinkKeys.from(settings));
    }
}
