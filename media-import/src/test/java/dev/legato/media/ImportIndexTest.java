package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.TrackId;
import dev.legato.media.ImportIndex.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportIndexTest {
    private static final TrackId FIRST = new TrackId("0".repeat(26));
    private static final TrackId SECOND = new TrackId("1".repeat(26));
    private static final Stamp STAMP = new Stamp("/music/a\nb 🎵.flac", 10, 20);

    @TempDir
    Path folder;

    @Test
    void find_afterReopening_knowsTheLastTrack() throws IOException {
        Path file = folder.resolve("index");
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            index.add(STAMP, FIRST);
            index.add(STAMP, SECOND);
        }
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            assertEquals(Optional.of(SECOND), index.find(STAMP));
        }
        assertEquals(1, Files.readAllLines(file).size());
    }

    @Test
    void find_touchedFile_isUnknown() throws IOException {
        try (ImportIndex index = ImportIndex.open(folder.resolve("index"), "aac-160")) {
            index.add(STAMP, FIRST);
            assertTrue(index.find(new Stamp(STAMP.file(), 11, 20)).isEmpty());
            assertTrue(index.find(new Stamp(STAMP.file(), 10, 21)).isEmpty());
        }
    }

    @Test
    void find_afterAnotherLadder_isUnknown() throws IOException {
        Path file = folder.resolve("index");
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            index.add(STAMP, FIRST);
        }
        try (ImportIndex index = ImportIndex.open(file, "aac-160 flac")) {
            assertTrue(index.find(STAMP).isEmpty());
        }
    }

    @Test
    void open_lineCutShort_keepsTheOthers() throws IOException {
        Path file = folder.resolve("index");
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            index.add(STAMP, FIRST);
        }
        Files.writeString(file, "{\"file\":\"/music/b.fl", StandardOpenOption.APPEND);
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            assertEquals(Optional.of(FIRST), index.find(STAMP));
            index.add(new Stamp("/c", 1, 2), SECOND);
        }
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            assertEquals(Optional.of(SECOND), index.find(new Stamp("/c", 1, 2)));
        }
    }
}
