package dev.legato.media.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.TrackId;
import dev.legato.media.index.ImportIndex;
import dev.legato.media.source.MusicSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoneFilesTest {
    @TempDir
    Path folder;

    @Test
    void find_unreadableFolderOrNothingLeft_countsNothingAsGone() throws Exception {
        Path music = folder.resolve("music");
        List<String> notes = new ArrayList<>();
        try (ImportIndex index = ImportIndex.open(folder.resolve("index"), "x")) {
            for (int number = 0; number < 5; number++) {
                index.add(
                        new ImportIndex.Stamp(music.resolve(number + ".flac").toString(), 1, 2),
                        List.of(new TrackId("" + number + "0".repeat(25))));
            }
            GoneFiles files = new GoneFiles(index, music, notes::add);
            assertEquals(
                    List.of(), files.find(List.of(new MusicSource.Unreadable("locked", "unreadable", true)), Set.of()));
            assertEquals(
                    "5 files are gone, but 'locked' cannot be read: their tracks stay as they are", notes.getLast());
            assertEquals(List.of(), files.find(List.of(), Set.of()));
            assertTrue(notes.getLast().startsWith("all 5 files are gone"), notes.getLast());
            MusicSource.Item other = new MusicSource.Music("x.flac", _ -> music, List.of());
            assertEquals(5, files.find(List.of(other), Set.of()).size());
        }
    }
}
