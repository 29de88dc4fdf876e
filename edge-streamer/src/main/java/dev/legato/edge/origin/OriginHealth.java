package dev.legato.edge.origin;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When an origin is passed over.
 *
 * @param failures {@code edge.origin.failures} (5), failures with no answer between them that open its circuit
 * @param rest {@code edge.origin.rest} (5s), how long it is left alone then
 * @param check {@code edge.origin.check}, the target of a GET that must be answered below 400; null for no checks
 * @param checkInterval {@code edge.origin.checkInterval} (10s)
 */
public record OriginHealth(
        int failures, Duration rest, @Nullable String check, Duration checkInterval) {
    static OriginHealth from(Settings settings) {
        String check = settings.text("edge.origin.check").orElse(null);
        if (check != null && !OutgoingRequest.isTarget(check)) {
            throw new SettingsException("edge.origin.check: '%s' (expected: a path like /health)".formatted(check));
        }
        return new OriginHealth(
                (int) settings.integer("edge.origin.failures", 5, 1, 1_000),
                settings.duration(
                        "edge.origin.rest", Duration.ofSeconds(5), Duration.ofMillis(100), Duration.ofHours(1)),
                check,
                settings.duration(
                        "edge.origin.checkInterval",
                        Duration.ofSeconds(10),
                        Duration.ofMillis(100),
                        Duration.ofHours(1)));
    }
}
