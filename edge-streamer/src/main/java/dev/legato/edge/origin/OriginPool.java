package dev.legato.edge.origin;

import dev.legato.runtime.settings.Settings;
import java.time.Duration;

/**
 * The connections to one origin.
 *
 * @param connections {@code edge.origin.connections} (128), at most, of HTTP/1.1; of HTTP/2 there are up to four
 * @param queue {@code edge.origin.queue} (1024), requests that wait for one
 * @param keepAlive {@code edge.origin.keepAlive} (4s), how long an unused one is kept; many servers close theirs after
 *     five seconds
 * @param maxAge {@code edge.origin.maxAge} (5m), after which one is not used again, so that changed addresses are used
 */
public record OriginPool(int connections, int queue, Duration keepAlive, Duration maxAge) {
    static OriginPool from(Settings settings) {
        return new OriginPool(
                (int) settings.integer("edge.origin.connections", 128, 1, 10_000),
                (int) settings.integer("edge.origin.queue", 1024, 0, 100_000),
                settings.duration(
                        "edge.origin.keepAlive", Duration.ofSeconds(4), Duration.ofSeconds(1), Duration.ofHours(1)),
                settings.duration(
                        "edge.origin.maxAge", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofHours(24)));
    }
}
