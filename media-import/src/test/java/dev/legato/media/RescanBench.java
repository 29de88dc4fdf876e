package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.Gapless;
import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.TrackId;
import dev.legato.media.audio.Ladder;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.catalogue.CatalogueIds;
import dev.legato.media.index.ImportIndex;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.media.source.FolderSource;
import dev.legato.runtime.json.Json;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long an import takes over 10,000 tracks of four minutes that it knows already, each in all renditions: information,
 * not a judgement. The first run is a new process's; its disk is cached.
 *
 * <pre>mvn verify -pl media-import -am -Dtest=RescanBench -Dsurefire.failIfNoSpecifiedTests=false -DskipITs</pre>
 */
final class RescanBench {
    private static final int TRACKS = 10_000;
    private static final int TRACKS_AN_ALBUM = 12;
    private static final int SEGMENTS = 60;
    private static final int ROUNDS = 3;

    @TempDir
    Path folder;

    @Test
    void run_allUnchanged() throws Exception {
        Places places =
                new Places(folder.resolve("objects"), folder.resolve("index"), URI.create("http://127.0.0.1:9"));
        try (ImportIndex index = ImportIndex.open(places.index(), Ladder.DEFAULT.toString())) {
            for (int number = 0; number < TRACKS; number++) {
                Path file = folder.resolve("music/%d/%d.flac".formatted(number / TRACKS_AN_ALBUM, number));
                Files.createDirectories(file.resolveSibling(""));
                TrackId id = CatalogueIds.track(
                        digest(ByteBuffer.allocate(4).putInt(number).array()));
                index.add(ImportIndex.Stamp.of(Files.writeString(file, "x"), List.of()), List.of(id));
                writeObjects(id);
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            MediaImporter importer = new MediaImporter(
                    places,
                    Ladder.DEFAULT,
                    () -> "token",
                    Runtime.getRuntime().availableProcessors(),
                    Clock.systemUTC());
            long start = System.nanoTime();
            ImportReport report = importer.run(new FolderSource(folder.resolve("music")), ImportProgress.NONE);
            assertEquals(TRACKS, report.unchanged().size());
            IO.println("%d tracks unchanged: %.2f s"
                    .formatted(
                            TRACKS, Duration.ofNanos(System.nanoTime() - start).toMillis() / 1000.0));
        }
    }

    private void writeObjects(TrackId id) throws Exception {
        List<SegmentIndex.Rendition> renditions = new ArrayList<>();
        for (RenditionFormat format : Ladder.DEFAULT.formats()) {
            write(id, format.file(), new byte[1]);
            renditions.add(new SegmentIndex.Rendition(
                    format.name(),
                    format.file(),
                    format.codecs(),
                    2,
                    new Gapless(1024, 0, 240 * 44_100, 44_100),
                    "0".repeat(64),
                    1000,
                    800,
                    Collections.nCopies(SEGMENTS, 81_234),
                    Collections.nCopies(SEGMENTS, 176_128)));
        }
        write(id, "original.flac", new byte[1]);
        write(id, "waveform.json", new byte[1]);
        write(id, "measured.json", new byte[1]);
        write(id, SegmentIndex.FILE, Json.write(new SegmentIndex(renditions)));
    }

    /** As a store does, without waiting for the disk. */
    private void write(TrackId id, String name, byte[] content) throws Exception {
        Path object = folder.resolve("objects/%s/%s".formatted(id, name));
        Path checksum = folder.resolve("objects/.sha256/%s/%s".formatted(id, name));
        Files.createDirectories(object.resolveSibling(""));
        Files.createDirectories(checksum.resolveSibling(""));
        Files.write(object, content);
        Files.writeString(
                checksum,
                "%s %d%n".formatted(HexFormat.of().formatHex(digest(content)), content.length),
                StandardCharsets.US_ASCII);
    }

    private static byte[] digest(byte[] content) throws Exception {
        return MessageDigest.getInstance("SHA-256").digest(content);
    }
}
