package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.legato.media.audio.Ladder;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.media.source.FolderSource;
import dev.legato.media.upkeep.Scrub;
import dev.legato.store.FolderStore;
import dev.legato.store.StoreSettings;
import dev.legato.store.Workspace;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Imports onto a disk that becomes full: a small one in memory, for which one must be root. */
@Timeout(120)
class FullDiskIT {
    private static final Ladder LADDER =
            new Ladder(List.of(RenditionFormat.parse("aac-96"), RenditionFormat.parse("flac")));
    private static final int FIRST_KIB = 128;
    private static final int STEP_KIB = 96;
    private static final int ENOUGH_KIB = 16 << 10;

    @TempDir
    Path folder;

    private final Tones tones;
    private Path disk;
    private Path music;

    FullDiskIT() throws IOException {
        tones = new Tones();
    }

    @BeforeEach
    void mountDisk() throws Exception {
        disk = Files.createDirectories(folder.resolve("disk"));
        music = Files.createDirectories(folder.resolve("music"));
        String said = command("mount", "-t", "tmpfs", "-o", "size=%dk".formatted(FIRST_KIB), "legato", disk.toString());
        assumeTrue(said.isEmpty(), "only root may mount a small disk to fill: " + said);
    }

    @AfterEach
    void unmountDisk() throws Exception {
        if (Files.exists(disk) && command("mountpoint", "-q", disk.toString()).isEmpty()) {
            assertEquals("", command("umount", "--lazy", disk.toString()));
        }
    }

    private void resize(int kib) throws Exception {
        assertEquals("", command("mount", "-o", "remount,size=%dk".formatted(kib), disk.toString()));
    }

    /** What it says if it fails. */
    private static String command(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return process.waitFor() == 0 ? "" : "%s: %s".formatted(words[0], said.strip());
    }

    private ImportReport importMusic(RecordingCatalogue catalogue) throws IOException, InterruptedException {
        Places places = new Places(disk.resolve("objects"), disk.resolve("index"), catalogue.uri());
        return new MediaImporter(places, LADDER, () -> "token", 1, Clock.systemUTC())
                .run(new FolderSource(music), ImportProgress.NONE);
    }

    private void assertAllWhole() throws Exception {
        FolderStore store = new FolderStore(disk.resolve("objects"));
        List<String> keys = new ArrayList<>();
        store.forEachKey(keys::add);
        try (Workspace workspace = store.openWorkspace()) {
            for (String key : keys) {
                Path object = store.local(key, workspace);
                assertTrue(key.endsWith(".json") || tones.decodes(object), key);
            }
        }
    }

    @Test
    void run_diskFullAtAnyPoint_saysSoAndIsFinishedWhenThereIsRoom() throws Exception {
        tones.write(music.resolve("a.wav"), 400, Map.of("title", "Tone"));
        int full = 0;
        try (RecordingCatalogue catalogue = new RecordingCatalogue()) {
            for (int size = FIRST_KIB; ; size += STEP_KIB) {
                resize(size);
                ImportReport report = importMusic(catalogue);
                assertAllWhole();
                if (report.failed().isEmpty()) {
                    assertEquals(1, report.imported().size(), report.toString());
                    break;
                }
                full++;
                String reason = report.failed().getFirst().reason();
                assertTrue(reason.endsWith("no space left on " + disk.resolve("objects")), reason);
            }
            assertTrue(full >= 4, "it was full at several points: " + full);
            assertEquals(1, importMusic(catalogue).unchanged().size());
            assertScrubbed();
        }
    }

    @Test
    void run_diskFull_leavesTheRestWithOneLine() throws Exception {
        for (int file = 0; file < 6; file++) {
            tones.write(music.resolve(file + ".wav"), 400 + 100 * file, Map.of("title", "Tone " + file));
        }
        try (RecordingCatalogue catalogue = new RecordingCatalogue()) {
            resize(1100);
            ImportReport report = importMusic(catalogue);
            assertEquals(1, report.failed().size(), report.toString());
            assertEquals(5, report.left().size(), report.toString());
            List<String> lines = report.lines();
            assertEquals(3, lines.size(), lines.toString());
            assertEquals("  failed: 2.wav: no space left on " + disk.resolve("objects"), lines.get(1));
            assertEquals("  left for the next run: 5 files", lines.get(2));
            assertAllWhole();
            resize(ENOUGH_KIB);
            ImportReport again = importMusic(catalogue);
            assertEquals(List.of(), again.failed());
            assertEquals(6, again.imported().size());
            assertScrubbed();
        }
    }

    private void assertScrubbed() throws IOException {
        StoreSettings store = new StoreSettings(disk.resolve("objects"), null);
        Scrub.Report report = new Scrub(store, disk.resolve("index"), Clock.systemUTC()).run();
        assertEquals(List.of(), report.corrupted());
        assertEquals(List.of(), report.orphans());
        assertEquals(0, report.leftOvers());
    }
}
