package dev.legato.media.index;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.TrackId;
import dev.legato.media.index.ImportIndex.Holding;
import dev.legato.media.index.ImportIndex.Known;
import dev.legato.media.index.ImportIndex.Missing;
import dev.legato.media.index.ImportIndex.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
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
            index.add(STAMP, List.of(FIRST));
            index.add(STAMP, List.of(SECOND));
        }
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            assertEquals(Optional.of(new Known(List.of(SECOND), false)), index.find(STAMP));
        }
        assertEquals(1, Files.readAllLines(file).size());
    }

    @Test
    void find_touchedFile_isUnknown() throws IOException {
        try (ImportIndex index = ImportIndex.open(folder.resolve("index"), "aac-160")) {
            index.add(STAMP, List.of(FIRST));
            assertTrue(index.find(new Stamp(STAMP.file(), 11, 20)).isEmpty());
            assertTrue(index.find(new Stamp(STAMP.file(), 10, 21)).isEmpty());
        }
    }

    @Test
    void find_afterAnotherLadder_isUnknown() throws IOException {
        Path file = folder.resolve("index");
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            index.add(STAMP, List.of(FIRST));
        }
        try (ImportIndex index = ImportIndex.open(file, "aac-160 flac")) {
            assertTrue(index.find(STAMP).isEmpty());
        }
    }

    @Test
    void open_lineCutShort_keepsTheOthers() throws IOException {
        Path file = folder.resolve("index");
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            index.add(STAMP, List.of(FIRST));
        }
        Files.writeString(file, "{\"file\":\"/music/b.fl", StandardOpenOption.APPEND);
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            assertEquals(Optional.of(new Known(List.of(FIRST), false)), index.find(STAMP));
            index.add(new Stamp("/c", 1, 2), List.of(SECOND));
        }
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            assertTrue(index.find(new Stamp("/c", 1, 2)).isPresent());
        }
    }

    @Test
    void missing_goneFile_isToldOnceAndStillKnown() throws IOException {
        Path elsewhere = Files.writeString(folder.resolve("b.flac"), "music");
        Path file = folder.resolve("index");
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            index.add(STAMP, List.of(FIRST));
            index.add(Stamp.of(elsewhere, List.of()), List.of(SECOND));
            index.add(new Stamp("/unmounted/a.flac", 1, 2), List.of(FIRST));
            assertEquals(List.of(), index.missing(Path.of("/musi")));
        }
        // Under another ladder as well.
        try (ImportIndex index = ImportIndex.open(file, "flac")) {
            Missing missing = index.missing(Path.of("/music")).getFirst();
            assertEquals(new Missing(Path.of(STAMP.file()), false, 10, List.of(FIRST)), missing);
            assertEquals(
                    List.of(
                            new Holding(Path.of(STAMP.file()), List.of(FIRST)),
                            new Holding(elsewhere, List.of(SECOND))),
                    index.holdings(Path.of("/music")));
            index.markReported(missing);
            assertEquals(List.of(new Holding(elsewhere, List.of(SECOND))), index.holdings(Path.of("/music")));
        }
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            assertEquals(List.of(), index.missing(Path.of("/music")));
            assertEquals(Optional.of(new Known(List.of(FIRST), true)), index.find(STAMP));
            index.add(STAMP, List.of(FIRST));
            assertEquals(1, index.missing(Path.of("/music")).size());
            index.remove(List.of(FIRST));
        }
        assertEquals(1, remembered(file));
    }

    @Test
    void missing_fileWithOtherAudio_namesWhatItHeld() throws IOException {
        Path music = Files.writeString(folder.resolve("a.flac"), "music");
        Path file = folder.resolve("index");
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            index.add(Stamp.of(music, List.of()), List.of(FIRST));
            index.add(new Stamp(music.toString(), 1, 2), List.of(SECOND));
        }
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            Missing missing = index.missing(folder).getFirst();
            assertEquals(new Missing(music, true, 1, List.of(FIRST)), missing);
            assertEquals(List.of(new Holding(music, List.of(SECOND))), index.holdings(folder));
            index.markReported(missing);
            assertEquals(List.of(), index.missing(folder));
        }
    }

    @Test
    void distrust_keepsWhatFilesHoldAndFindsNone() throws IOException {
        Path file = folder.resolve("index");
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            index.add(STAMP, List.of(FIRST));
        }
        ImportIndex.distrust(file);
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            assertTrue(index.find(STAMP).isEmpty());
            assertEquals(1, index.missing(Path.of("/music")).size());
        }
    }

    @Test
    void open_linesOfOld_areUnderstood() throws IOException {
        Path file = Files.writeString(folder.resolve("index"), """
                {"file":"/music/a.flac","bytes":1,"modified":2,"recipe":"2 aac-160","track":"%s"}
                {}
                """.formatted(FIRST));
        try (ImportIndex index = ImportIndex.open(file, "aac-160")) {
            assertEquals(
                    List.of(FIRST), index.missing(Path.of("/music")).getFirst().tracks());
        }
    }

    @Test
    void stamp_companions_arePartOfIt() throws IOException {
        Path music = Files.writeString(folder.resolve("a.flac"), "music");
        Path sheet = Files.writeString(folder.resolve("a.cue"), "sheet");
        assertEquals(10, Stamp.of(music, List.of(sheet)).bytes());
        assertEquals(Stamp.of(music, List.of()), Stamp.of(music, List.of(folder.resolve("gone.cue"))));
    }

    private static int remembered(Path file) throws IOException {
        ImportIndex.open(file, "aac-160").close();
        return Files.readAllLines(file).size();
    }
}
