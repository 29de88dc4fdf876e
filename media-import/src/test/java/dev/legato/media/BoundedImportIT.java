package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.SegmentIndex;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.audio.Ladder;
import dev.legato.media.audio.Limits;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.media.source.FolderSource;
import dev.legato.runtime.json.Json;
import dev.legato.testing.FullRun;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Imports what could take much memory, or time. */
@Timeout(300)
class BoundedImportIT {
    private static final int HEAP_MIB = 64;
    private static final int SECONDS = 3600 * FullRun.repetitions("legato.import.hours", 2, 10);
    private static final int RATE = 1000;
    private static final int TAG_BYTES = 100 << 20;

    @TempDir
    Path folder;

    private final Ffmpeg ffmpeg;
    private Path music;

    BoundedImportIT() throws IOException {
        ffmpeg = Ffmpeg.load();
    }

    @BeforeEach
    void makeFolder() throws IOException {
        music = Files.createDirectories(folder.resolve("music"));
    }

    private void make(String... arguments) throws Exception {
        byte[] _ = ffmpeg.run(new Limits(Duration.ofMinutes(2), 1L << 30), List.of(arguments));
    }

    /** An ID3v2.4 tag whose picture is 100 MiB of nothing, before a minute of music. */
    private void largeTag(Path file) throws Exception {
        byte[] audio = Files.readAllBytes(folder.resolve("tone.mp3"));
        try (RandomAccessFile out = new RandomAccessFile(file.toFile(), "rw")) {
            out.write("ID3\4\0\0".getBytes(StandardCharsets.ISO_8859_1));
            out.writeInt(synchsafe(TAG_BYTES));
            out.write("APIC".getBytes(StandardCharsets.ISO_8859_1));
            out.writeInt(synchsafe(TAG_BYTES - 10));
            out.writeShort(0);
            out.write("\0image/png\0\3\0\u0089PNG\r\n\u001a\n".getBytes(StandardCharsets.ISO_8859_1));
            out.seek(10 + TAG_BYTES);
            out.write(audio);
        }
    }

    private static int synchsafe(int value) {
        return (value & 0x7f) | (value & 0x3f80) << 1 | (value & 0x1f_c000) << 2 | (value & 0xfe0_0000) << 3;
    }

    @Test
    void run_largeTagsAndLyrics_takeLittleMemory() throws Exception {
        make("-f", "lavfi", "-i", "sine=d=2", "file:" + folder.resolve("tone.mp3"));
        largeTag(music.resolve("tag.mp3"));
        try (RandomAccessFile lyrics =
                new RandomAccessFile(music.resolve("tag.lrc").toFile(), "rw")) {
            lyrics.setLength(TAG_BYTES);
        }
        try (RecordingCatalogue catalogue = new RecordingCatalogue()) {
            Process run = ImportProcess.start(folder, catalogue, music, "aac-96", HEAP_MIB);
            try (BufferedReader lines = run.inputReader()) {
                String output = String.join("\n", lines.lines().toList());
                assertTrue(run.waitFor(60, TimeUnit.SECONDS), output);
                assertEquals(0, run.exitValue(), output);
                assertTrue(output.contains("1 imported, "), output);
            }
        }
    }

    /** At a rate that no player would like, and copied into its rendition: encoding hours of music takes minutes. */
    @Test
    void run_hoursOfMusic_canBeSoughtToItsEnd() throws Exception {
        make(
                "-f",
                "lavfi",
                "-i",
                "sine=f=100:r=%d:d=%d,volume=0:enable='lt(t,%d)'".formatted(RATE, SECONDS, SECONDS - 60),
                "-frame_size",
                Integer.toString(RATE),
                "file:" + music.resolve("long.flac"));
        RenditionFormat copy = new RenditionFormat("copy", "fLaC", false, List.of("-c:a", "copy"));
        try (RecordingCatalogue catalogue = new RecordingCatalogue()) {
            Places places = new Places(folder.resolve("objects"), folder.resolve("index"), catalogue.uri());
            ImportReport report = new MediaImporter(
                            places, new Ladder(List.of(copy)), () -> "token", 1, Clock.systemUTC())
                    .run(new FolderSource(music), ImportProgress.NONE);
            assertEquals(1, report.lines().size(), report.lines().toString());
            ImportedTrack track = catalogue.lastOf("long");
            assertEquals(SECONDS * 1000L, track.durationMs());
            assertSeekable(folder.resolve("objects/" + track.id()));
        }
    }

    private void assertSeekable(Path objects) throws Exception {
        SegmentIndex.Rendition rendition = Json.read(
                        Files.readAllBytes(objects.resolve(SegmentIndex.FILE)), SegmentIndex.class)
                .renditions()
                .getFirst();
        Path file = objects.resolve(rendition.file());
        assertEquals(Files.size(file), rendition.bytes());
        assertEquals((long) SECONDS * RATE, rendition.gapless().totalSamples());
        assertEquals(Collections.nCopies(SECONDS / 4, 4 * RATE), rendition.segmentSamples());
        assertEquals(0, loudest(file, SECONDS - 120));
        assertEquals(4096, loudest(file, SECONDS - 20), 200);
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            byte[] type = new byte[4];
            in.seek(in.length() - rendition.segmentBytes().getLast() + 4);
            in.readFully(type);
            assertEquals("moof", new String(type, StandardCharsets.ISO_8859_1));
        }
    }

    /** Of ten seconds, 16 bits. */
    private int loudest(Path file, long from) throws Exception {
        byte[] pcm = ffmpeg.run(
                Duration.ofSeconds(60),
                List.of("-ss", Long.toString(from), "-i", "file:" + file, "-t", "10", "-f", "s16le", "pipe:1"));
        assertEquals(10 * RATE, pcm.length / 2, RATE);
        ShortBuffer samples =
                ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
        int loudest = 0;
        while (samples.hasRemaining()) {
            loudest = Math.max(loudest, Math.abs(samples.get()));
        }
        return loudest;
    }
}
