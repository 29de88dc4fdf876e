package dev.legato.edge.access;

import dev.legato.runtime.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Whether and where answers are recorded.
 *
 * @param oneOf {@code edge.accessLog} (0): 0 for none, 1 for every answer, n for one of n
 * @param file {@code edge.accessLogFile}, appended to; standard output if it is not set
 */
public record AccessLogSettings(int oneOf, Optional<Path> file) {
    public static AccessLogSettings from(Settings settings) {
        return new AccessLogSettings(
                (int) settings.integer("edge.accessLog", 0, 0, 1_000_000), settings.path("edge.accessLogFile"));
    }
}
