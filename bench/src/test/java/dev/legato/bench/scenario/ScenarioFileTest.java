package dev.legato.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class ScenarioFileTest {
    static final List<String> NAMES = ScenarioFile.BUILT_IN;

    @ParameterizedTest
    @FieldSource("NAMES")
    void read_understandsEveryBuiltInScenario(String name) throws IOException {
        Scenario scenario = ScenarioFile.read(name);
        assertEquals(name, scenario.name());
        assertFalse(scenario.imitates().isBlank());
    }

    @Test
    void parse_namesAnUnknownKey() {
        assertTrue(message("kind: ingest\nname: x\nimitates: y\nrate: 1\nbatch: 1\nconnections: 1\nspeed: 3\n"
                        + "plan: {rounds: 1, settleSeconds: 0, warmUpSeconds: 0, measureSeconds: 1}\n")
                .contains("speed"));
    }

    @Test
    void parse_saysWhatWouldBeRight() {
        assertEquals(
                "x.yaml: batch: 1000 (expected: 1 to 100)",
                message("kind: ingest\nname: x\nimitates: y\nrate: 1\nbatch: 1000\nconnections: 1\n"
                        + "plan: {rounds: 1, settleSeconds: 0, warmUpSeconds: 0, measureSeconds: 1}\n"));
    }

    @Test
    void read_namesTheScenariosThereAre() {
        String message = assertThrows(IllegalArgumentException.class, () -> ScenarioFile.read("rnage"))
                .getMessage();
        assertTrue(message.contains("range, handshakes, players, cache-hits, cache-objects, cache-misses, "), message);
    }

    @Test
    void expand_cache_isAllOfItsScenarios() {
        assertEquals(
                List.of("cache-hits", "cache-objects", "cache-misses", "cache-mix", "cache-start"),
                ScenarioFile.expand("cache"));
        assertEquals(List.of("range"), ScenarioFile.expand("range"));
    }

    private static String message(String yaml) {
        return assertThrows(IllegalArgumentException.class, () -> ScenarioFile.parse("x.yaml", yaml))
                .getMessage();
    }
}
