package dev.legato.ingest.journal;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.FullRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
final class JournalTest {
    private static final long MIB = 1 << 20;
    private static final int WAIT_SECONDS = 30;

    @TempDir
    Path folder;

    @Test
    void append_entries_areReadInTheirOrder_alsoAfterARestart() throws Exception {
        try (Journal journal = open()) {
            append(journal, "a", "b");
            append(journal, "c");
            assertEquals(List.of("a", "b", "c"), all(journal));
        }
        try (Journal journal = open()) {
            append(journal, "d");
            assertEquals(List.of("a", "b", "c", "d"), all(journal));
            assertEquals(4, journal.status().pending());
        }
    }

    @Test
    void relayed_entries_areNotReadAgain() throws Exception {
        try (Journal journal = open()) {
            append(journal, "a", "b", "c");
            journal.relayed(2);
            assertEquals(List.of("c"), all(journal));
        }
        try (Journal journal = open()) {
            assertEquals(List.of("c"), all(journal));
            journal.relayed(3);
        }
        try (Journal journal = open()) {
            append(journal, "d");
            assertEquals(List.of("d"), all(journal));
        }
    }

    @Test
    void append_fromManyThreads_sharesSyncs() throws Exception {
        try (Journal journal = open()) {
            List<CompletableFuture<Void>> appended = IntStream.range(0, 5_000)
                    .mapToObj(i -> journal.append(List.of(entry("e" + i))))
                    .toList();
            CompletableFuture.allOf(appended.toArray(CompletableFuture[]::new)).get(WAIT_SECONDS, TimeUnit.SECONDS);
            assertTrue(journal.status().commits() < 2_500, journal.status()::toString);
            assertEquals(IntStream.range(0, 5_000).mapToObj(i -> "e" + i).toList(), all(journal));
        }
    }

    @Test
    void open_journalCutAtAnyByte_keepsEveryEntryBeforeIt() throws Exception {
        List<String> values = IntStream.range(0, 60)
                .mapToObj(i -> "event " + i + "!".repeat(i))
                .toList();
        Path file;
        try (Journal journal = open()) {
            append(journal, values.toArray(String[]::new));
            file = segments().getFirst();
        }
        byte[] whole = Files.readAllBytes(file);
        for (int cut = whole.length - 1_024; cut < whole.length; cut += FullRun.isOn() ? 1 : 17) {
            for (Path later : segments()) {
                Files.delete(later);
            }
            Files.write(file, Arrays.copyOf(whole, cut));
            int kept = kept(values, cut);
            try (Journal journal = open()) {
                append(journal, "next");
                List<String> expected = new ArrayList<>(values.subList(0, kept));
                expected.add("next");
                assertEquals(expected, all(journal), "cut at " + cut);
            }
        }
    }

    /** How many entries end before a byte. */
    private static int kept(List<String> values, int cut) {
        long end = JournalFolder.MAGIC.length;
        int kept = 0;
        for (String value : values) {
            end += entry(value).encoded().length;
            if (end > cut) {
                break;
            }
            kept++;
        }
        return kept;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 9, 12})
    void read_changedByte_losesThatEntryAlone(int at) throws Exception {
        Path file;
        int second;
        try (Journal journal = open()) {
            append(journal, "first", "second", "third");
            file = segments().getFirst();
            second = JournalFolder.MAGIC.length + entry("first").encoded().length;
        }
        byte[] bytes = Files.readAllBytes(file);
        bytes[second + at] ^= 1;
        Files.write(file, bytes);
        try (Journal journal = open()) {
            append(journal, "fourth");
            // Behind a wrong length nothing can be found any more.
            assertEquals(at < 4 ? List.of("first", "fourth") : List.of("first", "third", "fourth"), all(journal));
        }
    }

    @Test
    void append_beyondItsBound_isRefused_untilKafkaHasTakenASegment() throws Exception {
        try (Journal journal = Journal.open(new JournalSettings(folder, 16 * MIB))) {
            String large = "x".repeat((int) MIB / 8);
            int taken = 0;
            while (append(journal, large) == null) {
                taken++;
            }
            assertTrue(taken >= 120 && taken <= 128, "taken " + taken);
            assertInstanceOf(JournalFullException.class, append(journal, large));
            assertThrows(ExecutionException.class, () -> journal.check().get(WAIT_SECONDS, TimeUnit.SECONDS));
            assertTrue(Files.size(segments().getFirst()) <= 3 * MIB);
            journal.relayed(taken / 2);
            assertNull(append(journal, "fits"));
            journal.check().get(WAIT_SECONDS, TimeUnit.SECONDS);
            assertEquals(taken - taken / 2 + 1, all(journal).size());
        }
    }

    @Test
    void relayed_all_leavesNoMoreThanOneSegment() throws Exception {
        try (Journal journal = Journal.open(new JournalSettings(folder, 16 * MIB))) {
            String large = "x".repeat((int) MIB / 2);
            for (int i = 0; i < 20; i++) {
                assertNull(append(journal, large));
            }
            assertTrue(segments().size() > 3);
            journal.relayed(20);
            assertEquals(1, segments().size());
            assertEquals(List.of(), all(journal));
        }
    }

    @Test
    void tidy_allRelayed_leavesNothingOfThem_andGoesOn() throws Exception {
        try (Journal journal = open()) {
            append(journal, "a", "b");
            journal.relayed(1);
            journal.tidy();
            append(journal, "c");
            assertEquals(List.of("b", "c"), all(journal));
            journal.relayed(3);
            journal.tidy();
            eventually(() -> segments().isEmpty());
            append(journal, "d");
            assertEquals(List.of("d"), all(journal));
        }
        try (Journal journal = open()) {
            assertEquals(List.of("d"), all(journal));
        }
    }

    @Test
    void open_byTwo_isRefused() throws Exception {
        try (Journal _ = open()) {
            IOException refused = assertThrows(IOException.class, this::open);
            assertTrue(String.valueOf(refused.getMessage()).contains("another process"), refused.toString());
        }
        open().close();
    }

    @Test
    void open_ofAnotherFormat_isRefused_andChangesNothing() throws Exception {
        Path file = folder.resolve("%019d.journal".formatted(0));
        Files.writeString(file, "LEGATOJ9 and more");
        assertThrows(IOException.class, this::open);
        assertEquals("LEGATOJ9 and more", Files.readString(file));
    }

    @Test
    void open_segmentJustCreated_isNoError() throws Exception {
        try (Journal journal = open()) {
            append(journal, "a");
        }
        Files.writeString(folder.resolve("%019d.journal".formatted(1)), "LEG");
        try (Journal journal = open()) {
            append(journal, "b");
            assertEquals(List.of("a", "b"), all(journal));
        }
    }

    private Journal open() throws IOException {
        return Journal.open(new JournalSettings(folder, 64 * MIB));
    }

    /** Appends values together; returns why they were refused, or null. */
    private static @Nullable Throwable append(Journal journal, String... values) throws Exception {
        try {
            return journal.append(Stream.of(values).map(JournalTest::entry).toList())
                    .<Throwable>handle((_, failure) -> failure)
                    .get(WAIT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            return e.getCause();
        }
    }

    private static JournalEntry entry(String value) {
        return new JournalEntry("key", value.getBytes(StandardCharsets.UTF_8));
    }

    /** The values that wait for Kafka. */
    private static List<String> all(Journal journal) throws Exception {
        List<String> values = new ArrayList<>();
        try (JournalReader reader = journal.reader()) {
            JournalEntry entry = reader.next(0);
            while (entry != null) {
                assertEquals("key", entry.key());
                values.add(new String(entry.value(), StandardCharsets.UTF_8));
                entry = reader.next(0);
            }
        }
        return values;
    }

    private List<Path> segments() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".journal"))
                    .sorted()
                    .toList();
        }
    }
}
