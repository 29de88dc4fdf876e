package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;

import dev.legato.media.audio.Ladder;
import dev.legato.media.cli.ImportSettings;
import dev.legato.metadata.LinkSettings;
import dev.legato.runtime.auth.LinkKeys;
import dev.legato.runtime.settings.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A program that reads a part of a section takes a file with what another one reads of it. */
class SharedKeysTest {
    private static final Map<String, Function<Settings, ?>> READERS = Map.of(
            "edge", LinkKeys::from,
            "metadata", LinkSettings::from,
            "up", Ladder::from,
            "import", ImportSettings::from);
    private static final Map<String, String> NEEDED =
            Map.of("links.keys", "k1:" + "A".repeat(43) + "=", "import.secret", "s");

    @ParameterizedTest
    @ValueSource(strings = {"edge", "metadata", "up", "import"})
    void rejectUnknown_keysOfTheOthers_arePassedOver(String reader) {
        Map<String, String> all = new HashMap<>(NEEDED);
        for (Function<Settings, ?> other : READERS.values()) {
            asked(other).forEach(key -> all.putIfAbsent(key, ""));
        }
        // Whatever the values are: only the keys are looked at here.
        Settings settings = Settings.of(all);
        asked(READERS.get(reader)).forEach(key -> {
            var _ = settings.text(key);
        });
        assertDoesNotThrow(settings::rejectUnknown);
    }

    private static Set<String> asked(Function<Settings, ?> reader) {
        Settings settings = Settings.of(NEEDED);
        var _ = reader.apply(settings);
        return settings.asked().keySet();
    }
}
