package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.TrackId;
import dev.legato.media.audio.Ladder;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.media.source.FolderSource;
import dev.legato.media.upkeep.Watch;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class WatchIT {
    private static final Ladder LADDER = new Ladder(List.of(RenditionFormat.parse("aac-96")));

    @TempDir
    Path folder;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** A change must show within ten seconds. */
    private String next() throws InterruptedException {
        return String.valueOf(lines.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void run_addedThenMovedAndRetagged_showsWithinTenSeconds() throws Exception {
        Tones tones = new Tones();
        Path music = Files.createDirectories(folder.resolve("music"));
        try (RecordingCatalogue catalogue = new RecordingCatalogue()) {
            Places places = new Places(folder.resolve("objects"), folder.resolve("index"), catalogue.uri());
            MediaImporter importer = new MediaImporter(places, LADDER, () -> "token", 1, Clock.systemUTC());
            FolderSource source = new FolderSource(music);
            Watch watch = new Watch(source, () -> importer.run(source, ImportProgress.NONE), lines::add);
            Thread thread = Thread.ofPlatform().start(() -> {
                try {
                    watch.run();
                } catch (InterruptedException e) {
                    lines.add("stopped");
                }
            });
            tones.write(music.resolve("a.flac"), 440, Map.of("title", "Tone"));
            assertTrue(next().startsWith("1 imported"));
            assertEquals("Tone", catalogue.tracks().getLast().name());
            tones.retag(music.resolve("a.flac"), folder.resolve("b.flac"), Map.of("title", "Renamed"));
            Files.delete(music.resolve("a.flac"));
            Files.move(folder.resolve("b.flac"), music.resolve("b.flac"));
            assertTrue(next().startsWith("1 imported"));
            assertEquals("Renamed", catalogue.tracks().getLast().name());
            assertEquals(
                    catalogue.tracks().getFirst().id(),
                    catalogue.tracks().getLast().id());
            TrackId id = catalogue.tracks().getLast().id();
            Files.delete(music.resolve("b.flac"));
            assertTrue(next().startsWith("0 imported, 0 unchanged, 0 duplicates, 1 gone"));
            assertEquals("  gone, unavailable until it is back: b.flac", next());
            assertEquals(Set.of(id), catalogue.unavailable());
            thread.interrupt();
            assertEquals("stopped", next());
            assertTrue(thread.join(Duration.ofSeconds(10)));
        }
    }
}
