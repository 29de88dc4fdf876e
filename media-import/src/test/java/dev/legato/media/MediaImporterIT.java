package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.ImportedTrack;
import dev.legato.media.audio.Ladder;
import dev.legato.media.catalogue.ClientToken;
import dev.legato.media.pipeline.FileOutcome;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.media.source.FileNames;
import dev.legato.media.source.FolderSource;
import java.awt.Color;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MediaImporterIT extends ImportFixture {
    MediaImporterIT() throws IOException {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mp3|audio/mpeg",
                "flac|audio/flac",
                "m4a|audio/mp4; codecs=\"mp4a.40.2\"",
                "ogg|audio/ogg; codecs=\"vorbis\"",
                "opus|audio/ogg; codecs=\"opus\"",
                "wav|audio/wav",
                "aiff|audio/aiff"
            })
    void run_eachFormat_storesAndDescribesIt(String extension, String contentType) throws Exception {
        tones.write(music.resolve("a." + extension), 440, TAGS);
        ImportReport report = importMusic();
        assertEquals(List.of(), report.failed());
        ImportedTrack track = catalogue.tracks().getFirst();
        assertEquals("Tone", track.name());
        assertEquals("The Sine", track.artists().getFirst().name());
        assertEquals("Waves", track.album().name());
        assertEquals(List.of("ambient"), track.genres());
        assertEquals(2, track.trackNumber());
        assertEquals(1999, track.album().year());
        assertEquals(2000, track.durationMs(), 80);
        ImportedTrack.Rendition original = track.renditions().getFirst();
        assertEquals(track.id() + "/original." + extension, original.key());
        assertEquals(contentType, original.contentType());
        assertEquals(Files.size(music.resolve("a." + extension)), original.bytes());
        assertEquals(-1, Files.mismatch(music.resolve("a." + extension), objects.resolve(original.key())));
        ImportedTrack.Rendition encoded = track.renditions().get(1);
        assertEquals(track.id() + "/aac-160.m4a", encoded.key());
        assertTrue(tones.decodes(objects.resolve(encoded.key())));
        assertEquals(List.of("Bearer token", "Bearer token"), catalogue.authorizations());
    }

    @Test
    void run_again_asksNobodyAndChangesNothing() throws Exception {
        tones.write(music.resolve("a.flac"), 440, TAGS);
        tones.write(music.resolve("b.mp3"), 550, TAGS);
        var _ = importMusic();
        Set<String> before = objectNames();
        ImportReport again = importMusic();
        assertEquals(2, again.unchanged().size());
        assertEquals(4, catalogue.tracks().size());
        assertEquals(before, objectNames());
    }

    @Test
    void run_againAfterAnObjectIsGone_makesItAgain() throws Exception {
        tones.write(music.resolve("a.flac"), 440, TAGS);
        var _ = importMusic();
        Path rendition = objects.resolve(catalogue.tracks().getFirst().id() + "/aac-160.m4a");
        Files.delete(rendition);
        assertEquals(1, importMusic().imported().size());
        assertTrue(Files.exists(rendition));
    }

    @Test
    void run_movedAndRetagged_keepsTheIdAndTheObjects() throws Exception {
        Path file = music.resolve("a.flac");
        tones.write(file, 440, TAGS);
        var _ = importMusic();
        Set<String> before = objectNames();
        FileTime encoded = Files.getLastModifiedTime(
                objects.resolve(catalogue.tracks().getFirst().id() + "/aac-160.m4a"));
        tones.retag(file, music.resolve("deep.flac"), Map.of("title", "Renamed", "artist", "The Sine", "track", "2/3"));
        Files.delete(file);
        Files.move(
                music.resolve("deep.flac"),
                Files.createDirectories(music.resolve("x")).resolve("moved.flac"));
        var _ = importMusic();
        ImportedTrack first = catalogue.tracks().get(1);
        ImportedTrack second = catalogue.tracks().getLast();
        assertEquals(first.id(), second.id());
        assertEquals("Renamed", second.name());
        assertEquals("x", second.album().name());
        assertEquals(first.renditions(), second.renditions());
        assertEquals(before, objectNames());
        assertEquals(encoded, Files.getLastModifiedTime(objects.resolve(first.id() + "/aac-160.m4a")));
    }

    @Test
    void run_brokenFiles_goesOnAndNamesEach() throws Exception {
        tones.write(music.resolve("good.flac"), 440, TAGS);
        Files.writeString(music.resolve("noise.mp3"), "this is no music\n".repeat(200));
        Files.createFile(music.resolve("empty.wav"));
        Files.createSymbolicLink(music.resolve("loop"), music);
        tones.write(music.resolve("head.flac"), 660, TAGS);
        try (RandomAccessFile head =
                new RandomAccessFile(music.resolve("head.flac").toFile(), "rw")) {
            head.setLength(30);
        }
        ImportReport report = importMusic();
        assertEquals(1, report.imported().size());
        Map<String, String> reasons = report.failed().stream()
                .collect(Collectors.toMap(FileOutcome.Failed::name, FileOutcome.Failed::reason));
        assertEquals(Set.of("noise.mp3", "empty.wav", "loop", "head.flac"), reasons.keySet());
        assertEquals("an empty file", reasons.get("empty.wav"));
        assertEquals("a link that leads back to itself", reasons.get("loop"));
        assertEquals(5, report.lines().size());
        assertFalse(
                report.lines().toString().contains(objects.toString()),
                report.lines().toString());
    }

    @Test
    void run_namesOfAllKinds_arrive() throws Exception {
        List<String> names =
                List.of("-i.mp3", "a\nb.flac", "🎵 emoji.flac", "日本の歌.opus", "concat:x|y.mp3", "100%d.wav");
        for (int index = 0; index < names.size(); index++) {
            Path plain = folder.resolve(
                    "tone" + FileNames.extension(Path.of(names.get(index))).replaceFirst("^", "."));
            tones.write(plain, 300 + 50 * index, Map.of("artist", "歌手 أم كلثوم"));
            Files.move(plain, music.resolve(names.get(index)));
        }
        ImportReport report = importMusic();
        assertEquals(List.of(), report.failed());
        assertEquals(
                Set.of("-i", "a b", "🎵 emoji", "日本の歌", "concat:x|y", "100%d"),
                catalogue.tracks().stream().map(ImportedTrack::name).collect(Collectors.toSet()));
        assertEquals(
                "歌手 أم كلثوم",
                catalogue.tracks().getFirst().artists().getFirst().name());
    }

    @Test
    void run_sameAudioTwice_importsOneAndNamesTheOther() throws Exception {
        tones.write(music.resolve("a.flac"), 440, TAGS);
        Files.copy(music.resolve("a.flac"), music.resolve("copy.flac"));
        ImportReport report = importMusic();
        assertEquals(1, report.imported().size());
        assertEquals(1, report.duplicates().size());
        assertEquals(2, catalogue.tracks().size());
    }

    @Test
    void run_folderImage_isScaledToFit() throws Exception {
        tones.write(music.resolve("a.flac"), 440, TAGS);
        tones.write(music.resolve("b.flac"), 550, TAGS);
        tones.picture(music.resolve("Cover.png"), 1000, 500);
        var _ = importMusic();
        for (ImportedTrack track : catalogue.tracks()) {
            assertEquals(
                    List.of(
                            new ImportedTrack.Artwork(
                                    "artwork/%s/original.png"
                                            .formatted(track.album().id()),
                                    1000,
                                    500),
                            new ImportedTrack.Artwork(
                                    "artwork/%s/640.jpg".formatted(track.album().id()), 640, 320),
                            new ImportedTrack.Artwork(
                                    "artwork/%s/300.jpg".formatted(track.album().id()), 300, 150),
                            new ImportedTrack.Artwork(
                                    "artwork/%s/64.jpg".formatted(track.album().id()), 64, 32)),
                    track.album().artwork());
            // Teal, but for what JPEG makes of it.
            Color colour = Color.decode(Objects.requireNonNull(track.album().colour()));
            assertEquals(0, colour.getRed(), 6);
            assertEquals(128, colour.getGreen(), 6);
            assertEquals(128, colour.getBlue(), 6);
        }
    }

    @Test
    void run_unreadableImage_importsTheMusicWithoutIt() throws Exception {
        tones.write(music.resolve("a.flac"), 440, TAGS);
        Files.writeString(music.resolve("cover.jpg"), "no picture");
        assertEquals(1, importMusic().imported().size());
        assertEquals(List.of(), catalogue.tracks().getFirst().album().artwork());
    }

    @Test
    void run_catalogueBusy_triesAgain() throws Exception {
        tones.write(music.resolve("a.flac"), 440, TAGS);
        catalogue.answer(503, 429, 503);
        assertEquals(1, importMusic().imported().size());
        assertEquals(5, catalogue.authorizations().size());
    }

    @Test
    void run_catalogueRefuses_saysWhyAndTriesAgainNextTime() throws Exception {
        tones.write(music.resolve("a.flac"), 440, TAGS);
        catalogue.answer(403);
        assertEquals(
                "the catalogue answered 403: said the catalogue",
                importMusic().failed().getFirst().reason());
        assertEquals(1, catalogue.authorizations().size());
        assertEquals(1, importMusic().imported().size());
    }

    @Test
    void run_progress_tellsEachFileOnce() throws Exception {
        tones.write(music.resolve("a.flac"), 440, TAGS);
        tones.write(music.resolve("b.flac"), 550, TAGS);
        AtomicInteger announced = new AtomicInteger();
        AtomicInteger finished = new AtomicInteger();
        AtomicInteger completed = new AtomicInteger();
        var _ = importMusic(new ImportProgress() {
            @Override
            public void started(int files) {
                announced.set(files);
            }

            @Override
            public void entered(int number, String name, Phase phase) {
                assertTrue(number == 1 || number == 2);
            }

            @Override
            public void finished(int done, int files, FileOutcome outcome, Duration left) {
                finished.incrementAndGet();
            }

            @Override
            public void completed(int done, int tracks, Duration left) {
                assertEquals(2, tracks);
                assertEquals(2, finished.get());
                completed.accumulateAndGet(done, Math::max);
            }
        });
        assertEquals(2, announced.get());
        assertEquals(2, finished.get());
        assertEquals(2, completed.get());
    }

    @Test
    void run_noFolder_isAnError() {
        Places places = new Places(objects, folder.resolve("import-index"), catalogue.uri());
        MediaImporter importer = new MediaImporter(places, Ladder.DEFAULT, () -> "token", 1, Clock.systemUTC());
        assertThrows(
                NoSuchFileException.class,
                () -> importer.run(new FolderSource(folder.resolve("nowhere")), ImportProgress.NONE));
    }

    @Test
    void clientToken_askedTwice_asksAccountOnce() {
        ClientToken token = new ClientToken(catalogue.uri(), "importer", "s3cret", Clock.systemUTC());
        assertEquals("t0k3n", token.get());
        assertEquals("t0k3n", token.get());
        assertEquals(List.of("Basic aW1wb3J0ZXI6czNjcmV0"), catalogue.authorizations());
    }

    @Test
    void tones_ofOtherPitch_haveOtherIds() throws Exception {
        tones.write(music.resolve("a.flac"), 440, TAGS);
        tones.write(music.resolve("b.flac"), 441, TAGS);
        var _ = importMusic();
        assertNotEquals(
                catalogue.tracks().get(0).id(), catalogue.tracks().get(1).id());
    }
}
