package dev.legato.edge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {
    @TempDir
    private Path folder;

    private Path file;
    private Journal journal;

    @BeforeEach
    void begin() throws IOException {
        file = folder.resolve("journal");
        journal = new Journal(file, () -> {});
        journal.rewrite(List.of());
    }

    /** Writes what it is told down. */
    private static final class Told implements JournalEvents, JournalReader.Target {
        final List<String> events = new ArrayList<>();

        @Override
        public JournalEvents at(long end) {
            return this;
        }

        @Override
        public void opened() {
            events.add("opened");
        }

        @Override
        public void created(long id, String key, long length, boolean refetchable, Description description) {
            events.add("created %d %s %d %s %s".formatted(id, key, length, refetchable, text(description)));
        }

        @Override
        public void described(long id, Description description) {
            events.add("described %d %s".formatted(id, text(description)));
        }

        @Override
        public void completed(long id, long length) {
            events.add("completed %d %d".formatted(id, length));
        }

        @Override
        public void filled(long id, int index, int checksum, Standing standing) {
            events.add("filled %d %d %d %s".formatted(id, index, checksum, standing));
        }

        @Override
        public void dropped(long id, int index) {
            events.add("dropped %d %d".formatted(id, index));
        }

        @Override
        public void removed(long id) {
            events.add("removed %d".formatted(id));
        }

        @Override
        public void synced(long position) {
            events.add("synced");
        }

        private static String text(Description description) {
            return new TreeSet<>(description.tags()) + Arrays.toString(description.metadata());
        }
    }

    private JournalReader.End read(Told told) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return new JournalReader(channel).read(told);
        }
    }

    @Test
    void read_everyRecord_asItWasAppended() throws IOException {
        Told appended = new Told();
        appended.opened();
        for (int i = 0; i < 3; i++) {
            long id = Long.MAX_VALUE - i;
            Description description = new Description(new byte[] {(byte) i, -1}, Set.of("tag" + i, "ä€"));
            JournalEvents.Entry all = records -> {
                records.created(id, "kéy\n€", -1, true, description);
                records.filled(id, 7, -5, JournalEvents.Standing.UNVERIFIED);
                records.completed(id, 1L << 40);
                records.described(id, new Description(new byte[0], Set.of()));
                records.dropped(id, 7);
                records.synced(12345);
                records.removed(id);
            };
            journal.append(all);
            all.accept(appended);
        }
        journal.sync();
        Told told = new Told();
        JournalReader.End end = read(told);
        assertEquals(appended.events, told.events);
        assertEquals(Files.size(file), end.position());
        assertEquals(Files.size(file), journal.size());
        assertTrue(end.torn());
    }

    @Test
    void read_theLargestDescription_fitsItsBounds() throws IOException {
        Set<String> tags = new TreeSet<>();
        for (int i = 0; i < Description.MAX_TAGS; i++) {
            tags.add("€".repeat(Description.MAX_TAG_LENGTH - 3) + (100 + i));
        }
        Description largest = new Description(new byte[Description.MAX_METADATA], tags);
        String key = "k".repeat(StoredObject.MAX_KEY);
        journal.append(records -> records.created(1, key, 5, false, largest));
        journal.flush();
        Told told = new Told();
        assertEquals(Files.size(file), read(told).position());
        assertEquals(2, told.events.size());
    }

    @Test
    void read_afterEveryCut_givesWholeRecordsOnly() throws IOException {
        journal.append(records -> records.removed(1));
        journal.flush();
        long first = Files.size(file);
        journal.append(records -> records.removed(2));
        journal.flush();
        byte[] whole = Files.readAllBytes(file);
        for (int cut = (int) first; cut < whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            Told told = new Told();
            JournalReader.End end = read(told);
            assertEquals(List.of("opened", "removed 1"), told.events);
            assertEquals(first, end.position());
            assertTrue(end.torn(), "a cut is no damage");
        }
    }

    @Test
    void read_withAnyByteChanged_stopsThere() throws IOException {
        journal.append(records -> records.removed(1));
        journal.flush();
        int first = (int) Files.size(file);
        journal.append(records -> records.removed(2));
        journal.flush();
        byte[] whole = Files.readAllBytes(file);
        for (int at = first; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            Files.write(file, damaged);
            Told told = new Told();
            JournalReader.End end = read(told);
            assertEquals(List.of("opened", "removed 1"), told.events);
            assertFalse(end.torn() && at >= first + 4, "a wrong checksum is damage");
        }
    }

    @Test
    void read_ofAnotherFile_fails() throws IOException {
        Files.writeString(file, "LEGATOJ9........");
        assertThrows(IOException.class, () -> read(new Told()));
        Files.writeString(file, "");
        assertThrows(IOException.class, () -> read(new Told()));
    }

    @Test
    void rewrite_whileRecordsCome_keepsThemInOrder() throws IOException {
        journal.append(records -> records.removed(1));
        JournalEvents.Entry snapshot = records -> {
            journal.append(later -> later.removed(2)); // as another thread would
            records.removed(9);
        };
        journal.rewrite(List.of(snapshot));
        journal.append(records -> records.removed(3));
        journal.sync();
        Told told = new Told();
        read(told);
        assertEquals(List.of("opened", "removed 9", "removed 2", "removed 3"), told.events);
        assertEquals(Files.size(file), journal.position());
        assertFalse(Files.exists(folder.resolve("journal.new")));
    }

    @Test
    void rewrite_afterAnError_usesTheFileAgain() throws IOException {
        Files.createDirectory(folder.resolve("journal.new"));
        assertThrows(IOException.class, () -> journal.rewrite(List.of()));
        journal.append(records -> records.removed(1));
        assertThrows(IOException.class, journal::sync);
        Files.delete(folder.resolve("journal.new"));
        journal.rewrite(List.of(records -> records.removed(5)));
        journal.append(records -> records.removed(2));
        journal.sync();
        Told told = new Told();
        read(told);
        assertEquals(List.of("opened", "removed 5", "removed 2"), told.events);
    }
}
