package dev.legato.bench.runner.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IsolationTest {
    @Test
    void parseList_readsSpansAndSingles() {
        assertEquals(List.of(0, 1, 2, 5), Isolation.parseList("0-2,5"));
        assertEquals(List.of(7), Isolation.parseList("7"));
    }

    @Test
    void open_withoutANamespace_saysWhatThatMeans() throws Exception {
        try (Isolation isolation = Isolation.open(false)) {
            assertFalse(isolation.ownNetwork());
            assertTrue(isolation.remarks().getFirst().startsWith("no network namespace of its own"));
            assertTrue(isolation.generatorSeats() >= 1);
        }
    }

    @Test
    void server_andGenerator_haveProcessorsOfTheirOwn() throws Exception {
        try (Isolation isolation = Isolation.open(false)) {
            List<String> server = isolation.server(List.of("nginx", "-g"));
            List<String> generator = isolation.generator(List.of("java"));
            assertEquals(List.of("nginx", "-g"), server.subList(server.size() - 2, server.size()));
            assertEquals("java", generator.getLast());
            if (isolation.serverProcessor() < 0) {
                assertFalse(server.contains("taskset"), "one processor: nothing to pin");
                return;
            }
            String pinned = server.get(server.indexOf("--cpu-list") + 1);
            assertEquals(Integer.toString(isolation.serverProcessor()), pinned);
            List<Integer> generators = Isolation.parseList(generator.get(generator.indexOf("--cpu-list") + 1));
            assertFalse(generators.contains(isolation.serverProcessor()));
            assertEquals(isolation.generatorSeats(), generators.size());
        }
    }

    @Test
    void gather_facts_nameTheGround(@TempDir Path files) throws IOException, InterruptedException {
        try (Isolation isolation = Isolation.open(false)) {
            Map<String, String> facts = Facts.gather(isolation, files);
            assertTrue(facts.getOrDefault("kernel", "").startsWith("Linux"), facts.toString());
            assertEquals("the host's", facts.get("network"));
            assertTrue(facts.getOrDefault("JDK", "").contains(Runtime.version().toString()), facts.toString());
            assertTrue(facts.getOrDefault("files on", "").endsWith("(" + files + ")"), facts.toString());
            assertFalse(facts.containsValue(""), facts.toString());
        }
    }
}
