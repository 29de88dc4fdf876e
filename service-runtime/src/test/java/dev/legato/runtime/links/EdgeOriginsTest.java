package dev.legato.runtime.links;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EdgeOriginsTest {
    private static final MachineNames MACHINE = new MachineNames(
            () -> Set.of("localhost", "192.168.1.5", "box", "box.local", "[fd00:0:0:0:0:0:0:5]"), () -> 0);

    @ParameterizedTest
    @CsvSource({
        "192.168.1.5, http://192.168.1.5:8081",
        "box.local, http://box.local:8081",
        "[fd00::5], http://[fd00:0:0:0:0:0:0:5]:8081",
        "[FD00:0::0:5], http://[fd00:0:0:0:0:0:0:5]:8081",
        "music.home, http://music.home:8081",
        "attacker.example, http://music.home:8081",
        "192.168.1.6, http://music.home:8081",
        "[fd00::6], http://music.home:8081",
        "[:::], http://music.home:8081",
        "box.local.attacker.example, http://music.home:8081",
    })
    void url_isUnderAHostOfThisMachine_orOneThatIsSet(String asked, String url) {
        EdgeOrigins edge = new EdgeOrigins("http://{host}:8081", List.of("music.home"), MACHINE);
        assertEquals(url, edge.url(Optional.of(asked)));
        assertEquals(url, edge.origin(Optional.of(asked)));
    }

    @ParameterizedTest
    @CsvSource({"box, true", "music.home, true", "[fd00::5], true", "attacker.example, false", "192.168.1.6, false"})
    void known_isAHostOfThisMachine_orOneThatIsSet(String asked, boolean known) {
        EdgeOrigins edge = new EdgeOrigins("https://cdn.example.org", List.of("music.home"), MACHINE);
        assertEquals(known, edge.known(Optional.of(asked)).isPresent());
    }

    @Test
    void url_withoutAnAcceptedHost_isLocal() {
        EdgeOrigins edge = new EdgeOrigins("https://{host}", List.of(), MACHINE);
        assertEquals("https://localhost", edge.url(Optional.empty()));
        assertEquals("https://localhost", edge.url(Optional.of("attacker.example")));
    }

    @Test
    void url_thatIsSet_asksNobody() {
        EdgeOrigins edge = EdgeOrigins.from(Settings.of(Map.of("links.edgeUrl", "https://cdn.example.org/a/")));
        assertEquals("https://cdn.example.org/a", edge.url(Optional.of("127.0.0.1")));
        assertEquals("https://cdn.example.org", edge.origin(Optional.of("127.0.0.1")));
    }

    @Test
    void from_nothing_knowsThisMachine() {
        EdgeOrigins edge = EdgeOrigins.from(Settings.of(Map.of()));
        assertEquals("http://127.0.0.1:8081", edge.url(Optional.of("127.0.0.1")));
        assertEquals("http://localhost:8081", edge.url(Optional.of("attacker.example")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://x", "edge:8081", "http://", "http://u:p@x", "http://x/?q", "http://x y", "{host}"})
    void from_aUrlThatIsNone_isRefused(String url) {
        Settings settings = Settings.of(Map.of("links.edgeUrl", url));
        String message = assertThrows(SettingsException.class, () -> EdgeOrigins.from(settings))
                .getMessage();
        assertTrue(message.startsWith("links.edgeUrl: '" + url + "' (expected: "), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"music.home:8080", "http://music.home", "a b", "[::1]:80"})
    void from_aHostThatIsNone_isRefused(String host) {
        Settings settings = Settings.of(Map.of("links.hosts", host));
        assertThrows(SettingsException.class, () -> EdgeOrigins.from(settings));
    }

    @Test
    void machine_thatMovesToAnotherNetwork_isKnownAnew() {
        AtomicLong nanos = new AtomicLong();
        AtomicReference<Set<String>> names = new AtomicReference<>(Set.of("10.0.0.1"));
        MachineNames machine = new MachineNames(names::get, nanos::get);
        names.set(Set.of("10.0.0.2"));
        assertTrue(machine.contains("10.0.0.1"));
        nanos.set(Duration.ofMinutes(1).toNanos());
        assertFalse(machine.contains("10.0.0.1"));
        assertTrue(machine.contains("10.0.0.2"));
    }
}
