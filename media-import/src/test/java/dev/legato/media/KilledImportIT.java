package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.legato.media.upkeep.Scrub;
import dev.legato.store.FolderStore;
import dev.legato.store.StoreSettings;
import dev.legato.store.StoredObject;
import dev.legato.store.Workspace;
import dev.legato.testing.FullRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * An import in a process of its own, killed with SIGKILL at random moments and run again. {@code ./legato soak
 * import-kills} kills it as often as it takes to be sure.
 */
@Timeout(600)
class KilledImportIT {
    private static final int KILLS = FullRun.repetitions("legato.kills", 3, 6);
    private static final int FILES = 3;
    /** Of each: the original, two renditions and their index, its waveform and what else was measured. */
    private static final int OBJECTS = 6 * FILES;

    @TempDir
    Path folder;

    private final Tones tones;
    private final Set<StoredObject> decoded = new HashSet<>();

    KilledImportIT() throws IOException {
        tones = new Tones();
    }

    @Test
    void run_killedAtAnyMoment_finishesAndNeverShowsHalfAnObject() throws Exception {
        Path music = folder.resolve("music");
        for (int file = 0; file < FILES; file++) {
            tones.write(music.resolve(file + ".wav"), 300 + 100 * file, Map.of("title", "Tone " + file));
        }
        Random random = new Random(5);
        int fresh = 0;
        try (RecordingCatalogue catalogue = new RecordingCatalogue()) {
            long atMost = 1_000;
            for (int kill = 0; kill < KILLS; ) {
                Process run = start(catalogue, music);
                try (BufferedReader lines = run.inputReader()) {
                    assertNotNull(lines.readLine(), "the import says that it begins");
                    if (run.waitFor(random.nextLong(atMost), TimeUnit.MILLISECONDS)) {
                        assertEquals(0, run.exitValue());
                        assertComplete();
                        deleteObjects();
                        fresh++;
                    } else {
                        assertTrue(run.destroyForcibly().waitFor(20, TimeUnit.SECONDS));
                        assertAllWhole();
                        kill++;
                    }
                }
            }
            Process last = start(catalogue, music);
            try (BufferedReader lines = last.inputReader()) {
                String output = String.join("\n", lines.lines().toList());
                assertTrue(last.waitFor(60, TimeUnit.SECONDS));
                assertEquals(0, last.exitValue(), output);
            }
            assertEquals(
                    FILES,
                    catalogue.tracks().stream()
                            .map(track -> track.id())
                            .distinct()
                            .count());
        }
        assertComplete();
        assertTrue(fresh < KILLS, "most runs were killed before they had ended: %d had".formatted(fresh));
    }

    @Test
    void scrub_afterAKill_leavesNoOrphan() throws Exception {
        Path music = folder.resolve("music");
        tones.write(music.resolve("a.wav"), 300, Map.of("title", "Tone"));
        try (RecordingCatalogue catalogue = new RecordingCatalogue()) {
            Process run = start(catalogue, music);
            try (BufferedReader lines = run.inputReader()) {
                assertNotNull(lines.readLine());
                Path objects = folder.resolve("objects");
                while (keys().isEmpty() && run.isAlive()) {
                    boolean _ = run.waitFor(1, TimeUnit.MILLISECONDS);
                }
                assertTrue(run.destroyForcibly().waitFor(20, TimeUnit.SECONDS), objects.toString());
            }
        }
        Scrub.Report report = scrub();
        assertEquals(List.of(), report.corrupted());
        assertEquals(1, report.leftOvers(), "what was in the making");
        assertEquals(List.of(), scrub().orphans());
        assertTrue(keys().size() != 1, "an original that nobody can play is gone: " + keys());
    }

    private Process start(RecordingCatalogue catalogue, Path music) throws IOException {
        return ImportProcess.start(folder, catalogue, music, "aac-96, flac", 256);
    }

    private Scrub.Report scrub() throws IOException {
        return new Scrub(new StoreSettings(folder.resolve("objects"), null), folder.resolve("index"), Clock.systemUTC())
                .run();
    }

    private void assertComplete() throws IOException {
        Scrub.Report report = scrub();
        assertEquals(List.of(), report.corrupted());
        assertEquals(List.of(), report.orphans());
        assertEquals(OBJECTS, keys().size());
        try (Stream<Path> left = Files.list(folder.resolve("objects/.incoming"))) {
            assertEquals(0, left.count(), "nothing is left behind");
        }
    }

    /** Each has the content it was put with, can be read, and audio can be decoded to its end. */
    private void assertAllWhole() throws Exception {
        FolderStore store = new FolderStore(folder.resolve("objects"));
        try (Workspace workspace = store.openWorkspace()) {
            for (String key : keys()) {
                Path object = store.local(key, workspace);
                if (decoded.add(store.describe(key).orElseThrow())) {
                    assertTrue(isDocument(object) || tones.decodes(object), key + " is whole");
                }
            }
        }
    }

    private static boolean isDocument(Path object) throws IOException {
        return object.toString().endsWith(".json")
                && new ObjectMapper().readTree(object.toFile()).isObject();
    }

    private List<String> keys() throws IOException {
        List<String> keys = new ArrayList<>();
        new FolderStore(folder.resolve("objects")).forEachKey(keys::add);
        return keys;
    }

    private void deleteObjects() throws IOException {
        FolderStore store = new FolderStore(folder.resolve("objects"));
        for (String key : keys()) {
            store.remove(key);
        }
        Files.delete(folder.resolve("index"));
    }
}
