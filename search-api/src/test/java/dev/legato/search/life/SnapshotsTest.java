package dev.legato.search.life;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.search.index.IndexCondition;
import dev.legato.search.index.SearchIndex;
import dev.legato.search.lucene.LuceneIndex;
import dev.legato.search.lucene.LuceneSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SnapshotsTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);

    @TempDir
    private Path root;

    private Path shared;
    private Snapshots snapshots;
    private Generation origin;

    @BeforeEach
    void open() throws IOException {
        shared = root.resolve("shared");
        snapshots = new Snapshots(shared, Duration.ofHours(1), CLOCK);
        Path folder = root.resolve("000001");
        origin = new Generation(folder, LuceneIndex.open(LuceneSettings.in(Generation.files(folder))));
    }

    @AfterEach
    void close() {
        origin.close();
    }

    @Test
    void open_fromASnapshot_knowsWhichTopicItIsOfAndWhenItFollowed() throws IOException {
        Files.write(origin.folder().resolve("topic"), "some topic".getBytes(StandardCharsets.UTF_8));
        origin.touch(NOW.minus(Duration.ofHours(19)));
        var _ = snapshots.make(origin);
        IndexStore.Opened opened = store().open();
        try {
            Path folder = opened.generation().folder();
            assertEquals(Optional.of("some topic"), Generation.topic(folder));
            assertEquals(Duration.ofHours(19), Generation.asleep(folder, NOW));
            assertEquals("", opened.fault());
        } finally {
            opened.generation().close();
        }
    }

    @Test
    void make_thatFails_leavesNothing() throws IOException {
        Path files = Generation.files(origin.folder());
        try (Stream<Path> all = Files.list(files)) {
            for (Path file : all.toList()) {
                Files.delete(file);
            }
        }
        assertThrows(IOException.class, () -> snapshots.make(origin));
        assertEquals(List.of(), names(shared));
    }

    @Test
    void make_deletesWhatAKilledProcessLeftAnHourAgo() throws IOException {
        long now = NOW.getEpochSecond();
        Path old = shared.resolve("%010d-1-0123abcd.part".formatted(now - 3_601));
        Path young = shared.resolve("%010d-1-0123abcd.part".formatted(now - 3_599));
        Files.write(Files.createDirectories(old).resolve("file"), new byte[1]);
        Files.createDirectories(young);
        Path made = snapshots.make(origin);
        assertEquals(List.of(young.getFileName().toString(), made.getFileName().toString()), names(shared));
    }

    @Test
    void open_ofASharedFolderThatCannotBeRead_beginsWithNothing() throws IOException {
        Files.write(shared, new byte[1]);
        IndexStore.Opened opened = store().open();
        try {
            assertEquals("", opened.fault());
            assertTrue(Files.isDirectory(Generation.files(opened.generation().folder())));
        } finally {
            opened.generation().close();
        }
    }

    private IndexStore store() {
        IndexEngine engine = new IndexEngine() {
            @Override
            public IndexCondition condition(Path folder) throws IOException {
                return LuceneIndex.inspect(folder);
            }

            @Override
            public SearchIndex open(Path folder) throws IOException {
                return LuceneIndex.open(LuceneSettings.in(folder));
            }
        };
        return new IndexStore(engine, new IndexFolder(root.resolve("other")), snapshots, CLOCK);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }
}
