package dev.legato.edge.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.cache.Purge;
import dev.legato.edge.cluster.PurgeLog.Missed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PurgeLogTest {
    private static final String OTHER = UUID.randomUUID().toString();

    @TempDir
    private Path folder;

    private Instant now = Instant.parse("2025-11-29T22:00:00Z");
    private final InstantSource clock = () -> now;
    private Path file = Path.of("");

    @BeforeEach
    void choose() {
        file = folder.resolve("purges");
    }

    private static Purge purge(String key) {
        return new Purge(List.of(key), List.of("p/"), List.of("t"), true);
    }

    private PurgeEntry entry(long number) {
        return new PurgeEntry(OTHER, number, now.toEpochMilli(), purge("k" + number));
    }

    @Test
    void open_again_knowsTheSame() throws Exception {
        String node;
        try (PurgeLog log = PurgeLog.open(file, clock)) {
            node = log.node();
            assertEquals(1, log.add(purge("a")).number());
            assertEquals(2, log.add(purge("b")).number());
            assertTrue(log.add(entry(1)));
        }
        try (PurgeLog log = PurgeLog.open(file, clock)) {
            assertEquals(node, log.node());
            assertEquals(Map.of(node, 2L, OTHER, 1L), log.numbers());
            assertEquals(3, log.add(purge("c")).number());
            assertEquals(
                    List.of(purge("a"), purge("b"), purge("k1"), purge("c")),
                    log.since(Map.of(), 10).entries().stream()
                            .map(PurgeEntry::purge)
                            .toList());
        }
    }

    @Test
    void add_known_isFalse() throws Exception {
        try (PurgeLog log = PurgeLog.open(file, clock)) {
            assertTrue(log.add(entry(1)));
            assertFalse(log.add(entry(1)));
        }
    }

    @Test
    void add_oneIsMissing_hasAGapUntilItComes() throws Exception {
        try (PurgeLog log = PurgeLog.open(file, clock)) {
            assertTrue(log.add(entry(1)));
            assertTrue(log.add(entry(3)));
            assertTrue(log.hasGap());
            assertEquals(1, log.numbers().get(OTHER));
            assertTrue(log.add(entry(2)));
            assertFalse(log.hasGap());
            assertEquals(3, log.numbers().get(OTHER));
        }
    }

    @Test
    void since_manyMissed_comeInParts() throws Exception {
        try (PurgeLog log = PurgeLog.open(file, clock)) {
            for (long number = 1; number <= 5; number++) {
                assertTrue(log.add(entry(number)));
            }
            Missed first = log.since(Map.of(OTHER, 1L), 3);
            assertTrue(first.hasMore() && first.isComplete());
            assertEquals(
                    List.of(2L, 3L, 4L),
                    first.entries().stream().map(PurgeEntry::number).toList());
            assertFalse(log.since(Map.of(OTHER, 4L), 3).hasMore());
        }
    }

    @Test
    void since_beyondTheBound_isIncompleteForThoseWhoMissedIt() throws Exception {
        try (PurgeLog log = PurgeLog.open(file, clock, 3)) {
            for (long number = 1; number <= 20; number++) {
                assertTrue(log.add(entry(number)));
            }
            assertFalse(log.since(Map.of(OTHER, 16L), 10).isComplete());
            assertTrue(log.since(Map.of(OTHER, 17L), 10).isComplete());
            assertTrue(Files.readAllLines(file).size() <= 2 * 3 + 2, "the file is bounded");
        }
        try (PurgeLog log = PurgeLog.open(file, clock, 3)) {
            assertFalse(log.since(Map.of(OTHER, 16L), 10).isComplete());
        }
    }

    @Test
    void since_afterADay_isIncomplete() throws Exception {
        try (PurgeLog log = PurgeLog.open(file, clock)) {
            assertTrue(log.add(entry(1)));
            now = now.plus(PurgeLog.MAX_AGE).plus(Duration.ofSeconds(1));
            assertTrue(log.add(entry(2)));
            assertFalse(log.since(Map.of(), 10).isComplete());
            assertTrue(log.since(Map.of(OTHER, 1L), 10).isComplete());
        }
    }

    @Test
    void skipTo_whatNobodyHas_isKnownThen() throws Exception {
        try (PurgeLog log = PurgeLog.open(file, clock)) {
            log.skipTo(Map.of(OTHER, 7L));
            assertFalse(log.add(entry(7)));
            assertTrue(log.add(entry(8)));
            assertEquals(8, log.numbers().get(OTHER));
        }
    }

    @Test
    void open_lastLineIsCutOff_ignoresIt() throws Exception {
        try (PurgeLog log = PurgeLog.open(file, clock)) {
            assertTrue(log.add(entry(1)));
        }
        Files.writeString(file, "{\"source\":\"" + OTHER + "\",\"num", StandardOpenOption.APPEND);
        try (PurgeLog log = PurgeLog.open(file, clock)) {
            assertEquals(1, log.numbers().get(OTHER));
        }
    }

    @Test
    void known_formatted_isParsedAgain() {
        Map<String, Long> numbers = Map.of(OTHER, 3L, "x", 9L);
        assertEquals(numbers, PurgeExchange.parse(PurgeExchange.format(numbers)));
        assertEquals(Map.of(), PurgeExchange.parse("nothing,=1,a=b,c=-1"));
    }
}
