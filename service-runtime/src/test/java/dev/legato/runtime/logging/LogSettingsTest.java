package dev.legato.runtime.logging;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

class LogSettingsTest {
    @AfterEach
    void restore() {
        LogSettings.from(Settings.of(Map.of("log.format", "text", "log.level", "info")))
                .apply();
    }

    @ParameterizedTest
    @CsvSource({"json,json", "JSON,json", "text,text", "Text,text"})
    void apply_format_isTheAppenderThatIsThere(String given, String appender) {
        LogSettings.from(Settings.of(Map.of("log.format", given, "log.level", "WARN")))
                .apply();
        Logger root = ((LoggerContext) LoggerFactory.getILoggerFactory()).getLogger(Logger.ROOT_LOGGER_NAME);
        assertEquals(appender, root.iteratorForAppenders().next().getName());
        assertEquals("WARN", root.getLevel().toString());
    }

    @Test
    void from_unknownFormat_saysWhatWouldBeRight() {
        Settings settings = Settings.load(null, Map.of("LEGATO_LOG_FORMAT", "xml"));
        var failure = assertThrows(SettingsException.class, () -> LogSettings.from(settings));
        assertEquals("log.format: 'xml' (expected: text or json)", failure.getMessage());
    }

    @Test
    void from_unknownLevel_saysWhatWouldBeRight() {
        var failure =
                assertThrows(SettingsException.class, () -> LogSettings.from(Settings.of(Map.of("log.level", "loud"))));
        assertEquals("log.level: 'loud' (expected: error, warn, info, debug or trace)", failure.getMessage());
    }

    @Test
    void from_nothingSet_leavesThingsAsTheyAre() {
        assertEquals(new LogSettings(Optional.empty(), Optional.empty()), LogSettings.from(Settings.of(Map.of())));
    }
}
