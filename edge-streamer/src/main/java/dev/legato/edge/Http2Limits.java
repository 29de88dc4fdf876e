package dev.legato.edge;

import dev.legato.runtime.settings.Settings;
import java.time.Duration;

/**
 * Limits of one HTTP/2 connection; beyond them it is closed with ENHANCE_YOUR_CALM.
 *
 * @param streams {@code edge.http2.streams} (100), concurrent requests; further ones are refused one by one
 * @param resets {@code edge.http2.resets} (200), streams cancelled within {@code resetWindow} (CVE-2023-44487)
 * @param resetWindow {@code edge.http2.resetWindow} (30s)
 */
record Http2Limits(int streams, int resets, Duration resetWindow) {
    static Http2Limits from(Settings settings) {
        return new Http2Limits(
                (int) settings.integer("edge.http2.streams", 100, 1, 10_000),
                (int) settings.integer("edge.http2.resets", 200, 1, 100_000),
                settings.duration(
                        "edge.http2.resetWindow", Duration.ofSeconds(30), Duration.ofSeconds(1), Duration.ofHours(1)));
    }
}
