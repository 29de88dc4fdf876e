package dev.legato.runtime.logging;

import ch.qos.logback.classic.LoggerContext;
import dev.legato.runtime.settings.Settings;
import java.util.List;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/**
 * How a process logs to its standard error.
 *
 * @param format {@code log.format}, {@code text} for people or {@code json}, one object per line; empty for what the
 *     process was started with
 * @param level {@code log.level}, the least severe level that is logged; empty for what the process was started with
 */
public record LogSettings(Optional<String> format, Optional<String> level) {
    private static final List<String> FORMATS = List.of("text", "json");
    private static final List<String> LEVELS = List.of("error", "warn", "info", "debug", "trace");

    public static LogSettings from(Settings settings) {
        return new LogSettings(settings.choice("log.format", FORMATS), settings.choice("log.level", LEVELS));
    }

    /** Makes it so, if either is set. */
    public void apply() {
        if (format.isEmpty() && level.isEmpty()) {
            return;
        }
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        LogConfigurator.configure(context, format, level);
    }
}
