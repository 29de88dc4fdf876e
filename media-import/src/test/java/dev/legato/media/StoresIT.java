package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.media.audio.Ladder;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.media.source.FolderSource;
import dev.legato.media.upkeep.Scrub;
import dev.legato.store.ObjectStore;
import dev.legato.store.S3Settings;
import dev.legato.store.StoreSettings;
import dev.legato.store.StoredObject;
import dev.legato.store.Workspace;
import dev.legato.testing.S3Server;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same music into a folder and into a bucket of S3. */
@Timeout(120)
class StoresIT {
    private static final Ladder LADDER =
            new Ladder(List.of(RenditionFormat.parse("aac-96"), RenditionFormat.parse("flac")));

    @TempDir
    Path folder;

    private final Tones tones;
    private final RecordingCatalogue catalogue;
    private S3Server s3;
    private Path music;

    StoresIT() throws IOException {
        tones = new Tones();
        catalogue = new RecordingCatalogue();
    }

    @BeforeEach
    void start() throws Exception {
        s3 = new S3Server(Files.createDirectories(folder.resolve("s3")));
        music = Files.createDirectories(folder.resolve("music"));
        tones.write(music.resolve("a.wav"), 440, Map.of("title", "Tone", "album", "Waves"));
        tones.picture(music.resolve("cover.png"), 100, 100);
    }

    @AfterEach
    void stop() throws IOException {
        catalogue.close();
        s3.close();
    }

    private List<StoreSettings> stores() {
        return List.of(
                new StoreSettings(folder.resolve("objects"), null),
                new StoreSettings(folder.resolve("work"), s3Settings()));
    }

    private S3Settings s3Settings() {
        return new S3Settings(
                S3Server.BUCKET,
                s3.endpoint(),
                "us-east-1",
                true,
                S3Server.ACCESS_KEY,
                S3Server.SECRET_KEY,
                Duration.ofSeconds(20));
    }

    private Path index(StoreSettings store) {
        return store.folder().resolveSibling(store.folder().getFileName() + "-index");
    }

    private ImportReport importInto(StoreSettings store) throws Exception {
        return new MediaImporter(
                        new Places(store, index(store), catalogue.uri()), LADDER, () -> "token", 1, Clock.systemUTC())
                .run(new FolderSource(music), ImportProgress.NONE);
    }

    private static Map<String, StoredObject> objects(StoreSettings settings) throws IOException {
        Map<String, StoredObject> objects = new TreeMap<>();
        try (ObjectStore store = settings.open(Clock.systemUTC());
                Workspace workspace = store.openWorkspace()) {
            store.forEachKey(key -> {
                workspace.discard(store.local(key, workspace));
                objects.put(key, store.describe(key).orElseThrow());
            });
        }
        return objects;
    }

    @Test
    void run_bothStores_holdTheSameKeysAndBytes() throws Exception {
        for (StoreSettings store : stores()) {
            assertEquals(List.of(), importInto(store).failed());
            assertEquals(1, importInto(store).unchanged().size());
        }
        Map<String, StoredObject> inFolder = objects(stores().getFirst());
        assertEquals(inFolder, objects(stores().getLast()));
        assertTrue(inFolder.size() >= 8, inFolder.keySet().toString());
        assertEquals(catalogue.tracks().get(1), catalogue.tracks().getLast());
    }

    @Test
    void scrub_corruptedObjects_areSetAsideAndMadeAgain() throws Exception {
        for (StoreSettings store : stores()) {
            var _ = importInto(store);
            Map<String, StoredObject> before = objects(store);
            Path root = store.s3() == null ? store.folder() : s3.bucket();
            for (String key : before.keySet()) {
                try (RandomAccessFile object =
                        new RandomAccessFile(root.resolve(key).toFile(), "rw")) {
                    object.seek(before.get(key).bytes() / 2);
                    int other = object.read() ^ 1;
                    object.seek(before.get(key).bytes() / 2);
                    object.write(other);
                }
            }
            Scrub scrub = new Scrub(store, index(store), Clock.systemUTC());
            Scrub.Report report = scrub.run();
            assertEquals(List.copyOf(before.keySet()), report.corrupted());
            assertEquals(1 + before.size(), report.lines().size());
            for (String key : before.keySet()) {
                assertFalse(Files.exists(root.resolve(key)), key);
            }
            assertEquals(1, importInto(store).imported().size());
            assertEquals(before, objects(store));
            assertEquals(List.of(), scrub.run().corrupted());
        }
    }
}
