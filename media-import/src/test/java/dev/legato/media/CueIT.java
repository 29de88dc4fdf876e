package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.Gapless;
import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.TrackId;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.audio.Ladder;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.pipeline.FileOutcome;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.source.FileNames;
import dev.legato.media.source.FolderSource;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Albums in one file, cut by cue sheets. */
class CueIT extends ImportFixture {
    private static final Ladder LADDER =
            new Ladder(List.of(RenditionFormat.parse("aac-96"), RenditionFormat.parse("flac")));
    private static final String SHEET = """
            PERFORMER "The Sine"
            TITLE "Waves"
            FILE "album.wav" WAVE
              TRACK 01 AUDIO
                TITLE "One"
                INDEX 01 00:00:10
              TRACK 02 AUDIO
                TITLE "Two"
                INDEX 01 00:02:33
              TRACK 03 AUDIO
                TITLE "Three"
                INDEX 01 00:04:01
            """;

    private final Ffmpeg ffmpeg;

    CueIT() throws IOException {
        ffmpeg = Ffmpeg.load();
    }

    @Override
    ImportReport importMusic(ImportProgress progress) throws IOException, InterruptedException {
        return new MediaImporter(places(), LADDER, () -> "token", 2, Clock.systemUTC())
                .run(new FolderSource(music), progress);
    }

    /** Six seconds and a bit of a sweep with noise. */
    private Path album(String name, String rate, String... more) throws Exception {
        Path file = music.resolve(name);
        List<String> arguments = new ArrayList<>(List.of(
                "-f",
                "lavfi",
                "-i",
                "aevalsrc=0.4*sin(300*t*t)+0.05*random(0)|0.3*sin(500*t)+0.05*random(1):d=6.3123:s=" + rate));
        arguments.addAll(List.of(more));
        arguments.addAll(List.of("-y", "file:" + file));
        byte[] _ = ffmpeg.run(Duration.ofSeconds(60), arguments);
        return file;
    }

    private byte[] decoded(Path file) throws Exception {
        Path raw = folder.resolve("raw");
        byte[] _ = ffmpeg.run(
                Duration.ofSeconds(60),
                List.of("-i", "file:" + file, "-map", "0:a", "-f", "s32le", "-y", "file:" + raw));
        return Files.readAllBytes(raw);
    }

    /** As they stand in the catalogue, in order. */
    private List<ImportedTrack> entered() {
        return catalogue.tracks().stream()
                .collect(Collectors.toMap(ImportedTrack::id, track -> track, (_, last) -> last))
                .values()
                .stream()
                .filter(track -> !catalogue.unavailable().contains(track.id()))
                .sorted(Comparator.comparing(track -> track.trackNumber() == null ? 0 : track.trackNumber()))
                .toList();
    }

    private List<String> names() {
        return entered().stream().map(ImportedTrack::name).toList();
    }

    @ParameterizedTest
    @CsvSource({"album.flac, 44100, s16", "album.flac, 96000, s32", "album.wav, 48000, s16"})
    void run_losslessAlbum_isCutIntoTracksThatJoinToItSampleForSample(String name, String rate, String format)
            throws Exception {
        Path album = album(name, rate, "-sample_fmt", format);
        Files.writeString(music.resolve("sheet.cue"), "\uFEFF" + SHEET);
        ImportReport report = importMusic();
        assertEquals(List.of(), report.notes());
        assertEquals(List.of(), report.failed());
        assertEquals(List.of("One", "Two", "Three"), names());
        ByteArrayOutputStream originals = new ByteArrayOutputStream();
        ByteArrayOutputStream renditions = new ByteArrayOutputStream();
        long samples = 0;
        for (ImportedTrack track : entered()) {
            assertEquals("Waves", track.album().name());
            ImportedTrack.Rendition original = track.renditions().getFirst();
            assertEquals(track.id() + "/original.flac", original.key());
            originals.writeBytes(decoded(objects.resolve(original.key())));
            renditions.writeBytes(decoded(objects.resolve(track.id() + "/flac.m4a")));
            Gapless gapless = original.gapless();
            assertTrue(gapless != null);
            samples += gapless.totalSamples();
        }
        byte[] source = decoded(album);
        assertArrayEquals(source, originals.toByteArray());
        assertArrayEquals(source, renditions.toByteArray());
        assertEquals(source.length, samples * 2 * Integer.BYTES);
        // Track 2 begins at frame 2 * 75 + 33, to the sample.
        int second = (2 * 75 + 33) * Integer.parseInt(rate) / 75 * 2 * Integer.BYTES;
        byte[] first = decoded(
                objects.resolve(entered().getFirst().renditions().getFirst().key()));
        assertArrayEquals(Arrays.copyOf(source, second), first);

        int calls = catalogue.tracks().size();
        Set<String> before = objectNames();
        assertEquals(1, importMusic().unchanged().size());
        Files.delete(folder.resolve("import-index"));
        Set<TrackId> ids = entered().stream().map(ImportedTrack::id).collect(Collectors.toSet());
        assertEquals(3, importMusic().imported().size());
        assertEquals(ids, entered().stream().map(ImportedTrack::id).collect(Collectors.toSet()));
        assertEquals(before, objectNames());
        assertEquals(calls + 3, catalogue.tracks().size());
    }

    @Test
    void run_lossyAlbum_isCutToo() throws Exception {
        Path album = album("album.mp3", "44100");
        Files.writeString(music.resolve("album.cue"), SHEET);
        ImportReport report = importMusic();
        assertEquals(List.of(), report.notes());
        assertEquals(List.of("One", "Two", "Three"), names());
        long bytes = 0;
        for (ImportedTrack track : entered()) {
            assertEquals(
                    List.of("original", "aac-96"),
                    track.renditions().stream()
                            .map(ImportedTrack.Rendition::rendition)
                            .toList());
            bytes += decoded(objects.resolve(track.renditions().getFirst().key())).length;
        }
        assertEquals(decoded(album).length, bytes);
    }

    @Test
    void run_embeddedSheetOfAFlac_cutsItUnlessOneBesideDoes() throws Exception {
        Path album = album("x.flac", "44100", "-metadata", "CUESHEET=" + SHEET, "-metadata", "DATE=1999");
        assertEquals(List.of(), importMusic().notes());
        assertEquals(List.of("One", "Two", "Three"), names());
        assertEquals(1999, entered().getFirst().album().year());
        Set<TrackId> embedded = entered().stream().map(ImportedTrack::id).collect(Collectors.toSet());
        // The same cuts are the same tracks, wherever the sheet stands and whatever it calls them.
        Files.writeString(
                music.resolve("x.cue"), SHEET.replace("One", "Uno").replace("album.wav", FileNames.of(album)));
        ImportReport again = importMusic();
        assertEquals(List.of(), again.gone());
        assertEquals(List.of("Uno", "Two", "Three"), names());
        assertEquals(embedded, entered().stream().map(ImportedTrack::id).collect(Collectors.toSet()));
    }

    @Test
    void run_sheetAddedAndRemoved_exchangesTheWholeForItsTracks() throws Exception {
        var _ = album("album.flac", "44100");
        assertEquals(1, importMusic().imported().size());
        assertEquals(List.of("album"), names());
        Files.writeString(music.resolve("album.cue"), SHEET);
        ImportReport cut = importMusic();
        assertEquals(
                List.of("what was album.flac"),
                cut.gone().stream().map(FileOutcome.Gone::name).toList());
        assertEquals(List.of("One", "Two", "Three"), names());
        Files.delete(music.resolve("album.cue"));
        assertEquals(3, importMusic().gone().getFirst().tracks().size());
        assertEquals(List.of("album"), names());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            INDEX 01 00:02:33 | INDEX 01 00:02:75 | album.cue: line 9: INDEX 01 00:02:75 (expected:
            INDEX 01 00:04:01 | INDEX 01 09:00:00 | album.cue: track 3 begins at 540 s (expected: before the file's end at 6 s)
            """)
    void run_brokenSheet_importsTheFileWholeAndSaysSo(String right, String wrong, String line) throws Exception {
        var _ = album("album.flac", "44100");
        Files.writeString(music.resolve("album.cue"), SHEET.replace(right, wrong));
        ImportReport report = importMusic();
        assertTrue(
                report.notes().getFirst().startsWith("cue sheet not used: " + line),
                report.notes().toString());
        assertEquals(List.of("album"), names());
    }

    @Test
    void run_sheetOfAMissingFile_saysSo() throws Exception {
        var _ = album("album.flac", "44100");
        Files.writeString(
                music.resolve("other.cue"), SHEET.replace("album.wav", "nowhere.wav"), StandardCharsets.UTF_16);
        assertEquals(
                List.of("cue sheet not used: other.cue: there is no file 'nowhere.wav'"),
                importMusic().notes());
        assertEquals(List.of("album"), names());
    }
}
