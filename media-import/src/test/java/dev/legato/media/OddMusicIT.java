package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.ImportedTrack.Rendition;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.pipeline.FileOutcome;
import dev.legato.media.pipeline.ImportReport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Music that is valid, or slightly damaged, and unlike what most programs write. */
final class OddMusicIT extends ImportFixture {
    private static final int BROKEN_BYTES = 3_000;

    OddMusicIT() throws IOException {}

    @Test
    void run_shiftJisInId3_isReadAsJapanese() throws Exception {
        byte[] tag = id3(Map.of("TIT2", "夜に駆ける", "TPE1", "ヨルシカ", "TALB", "作詞"), Charset.forName("windows-31j"));
        Path plain = folder.resolve("plain.mp3");
        ffmpeg("-f", "lavfi", "-i", "sine=d=1", "-id3v2_version", "0", "-y", "file:" + plain);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(tag);
        Files.copy(plain, file);
        Files.write(music.resolve("a.mp3"), file.toByteArray());
        assertImported(1);
        ImportedTrack track = catalogue.tracks().getLast();
        assertEquals("夜に駆ける", track.name());
        assertEquals("ヨルシカ", track.artists().getFirst().name());
        assertEquals("作詞", track.album().name());
    }

    @Test
    void run_controlsInTags_areStripped() throws Exception {
        Map<String, String> tags = new HashMap<>(TAGS);
        tags.put("title", "K5 a\u0085b \u0091quoted\u0092");
        tags.put("genre", "\u0092rock");
        tags.put("disc", "1000");
        tones.write(music.resolve("a.flac"), 440, tags);
        Files.writeString(music.resolve("a.lrc"), "[00:01.00]la\u0092la");
        assertImported(1);
        ImportedTrack track = catalogue.tracks().getLast();
        assertEquals("K5 a b quoted", track.name());
        assertEquals(List.of("rock"), track.genres());
        assertEquals(1000, track.discNumber());
        assertTrue(track.lyrics() != null
                && track.lyrics().lines().getFirst().text().equals("lala"));
    }

    @ParameterizedTest
    @CsvSource({"mp3, 9.5", "flac, 9.5", "ogg, 3"})
    void run_damagedInTheMiddle_isImportedAsFarAsItGoes(String extension, double leastSeconds) throws Exception {
        Path file = music.resolve("a." + extension);
        List<String> arguments =
                new ArrayList<>(List.of("-f", "lavfi", "-i", "anoisesrc=d=10:seed=7:a=0.3", "-ac", "2"));
        if (extension.equals("ogg")) {
            arguments.addAll(List.of("-c:a", "vorbis", "-strict", "-2"));
        }
        arguments.addAll(List.of("-y", "file:" + file));
        ffmpeg(arguments.toArray(String[]::new));
        byte[] noise = new byte[BROKEN_BYTES];
        new Random(1).nextBytes(noise);
        try (RandomAccessFile raw = new RandomAccessFile(file.toFile(), "rw")) {
            raw.seek(raw.length() / 2);
            raw.write(noise);
        }
        assertImported(1);
        for (Rendition rendition : catalogue.tracks().getLast().renditions()) {
            if (rendition.gapless() != null) {
                double seconds = (double) rendition.gapless().totalSamples()
                        / rendition.gapless().sampleRate();
                assertTrue(seconds >= leastSeconds && seconds <= 10.1, rendition.toString());
            }
        }
    }

    @Test
    void run_joinedFromParts_isImportedWhole() throws Exception {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (int hertz : new int[] {440, 550}) {
            Path part = folder.resolve(hertz + ".ogg");
            tones.write(part, hertz, Map.of());
            Files.copy(part, joined);
        }
        Files.write(music.resolve("chained.ogg"), joined.toByteArray());
        assertImported(1);
    }

    @Test
    void run_flacWithoutItsTotal_hasItsTrueLength() throws Exception {
        Path whole = folder.resolve("whole.flac");
        tones.write(whole, 440, TAGS);
        byte[] bytes = Files.readAllBytes(whole);
        // STREAMINFO's 36 bits of total samples (RFC 9639 §8.2) end 18 bytes before the MD5 sum's end.
        bytes[21] &= (byte) 0xf0;
        Arrays.fill(bytes, 22, 26, (byte) 0);
        Files.write(music.resolve("a.flac"), bytes);
        assertImported(1);
        assertEquals(2_000, catalogue.tracks().getLast().durationMs());
    }

    @Test
    void run_formatsThatBrowsersDoNotPlay_areImported() throws Exception {
        List<String> extensions = List.of("aac", "caf", "m4b", "mka", "mp4", "tta", "webm", "wma", "wv");
        for (int index = 0; index < extensions.size(); index++) {
            String extension = extensions.get(index);
            List<String> arguments = new ArrayList<>(List.of(
                    "-f", "lavfi", "-i", "sine=frequency=%d:duration=2".formatted(300 + 50 * index), "-ac", "2"));
            arguments.addAll(
                    switch (extension) {
                        case "m4b" -> List.of("-f", "ipod");
                        case "mka" -> List.of("-c:a", "flac");
                        case "webm" -> List.of("-c:a", "libopus");
                        case "wma" -> List.of("-c:a", "wmav2");
                        default -> List.of();
                    });
            arguments.addAll(List.of("-metadata", "title=" + extension));
            arguments.addAll(List.of("-y", "file:" + music.resolve("t." + extension)));
            ffmpeg(arguments.toArray(String[]::new));
        }
        Files.write(music.resolve("t.dsf"), dsf());
        assertImported(extensions.size() + 1);
        Set<String> types = catalogue.tracks().stream()
                .map(track -> track.renditions().getFirst().contentType())
                .collect(Collectors.toSet());
        assertTrue(
                types.containsAll(Set.of(
                        "audio/aac",
                        "audio/x-caf",
                        "audio/mp4; codecs=\"mp4a.40.2\"",
                        "audio/x-matroska",
                        "audio/x-tta",
                        "audio/webm; codecs=\"opus\"",
                        "audio/x-ms-wma",
                        "audio/x-wavpack",
                        "audio/x-dsf")),
                types.toString());
        assertTrue(catalogue.lastOf("wv").renditions().stream()
                .anyMatch(rendition -> rendition.rendition().equals("flac")));
    }

    @Test
    void run_audioThatIsNotImported_isNamed() throws Exception {
        Files.writeString(music.resolve("song.MID"), "MThd");
        Files.writeString(music.resolve("notes.txt"), "not audio");
        ImportReport report = importMusic();
        assertEquals(
                List.of("song.MID"),
                report.passedOver().stream().map(FileOutcome.PassedOver::name).toList());
        assertTrue(
                report.lines().getFirst().contains("0 failed, 1 passed over in"),
                report.lines().toString());
        assertTrue(report.lines().contains("  passed over: song.MID: .mid is not imported"));
    }

    @Test
    void run_dottedTitles_areImportedAndHiddenFoldersNot() throws Exception {
        List<String> names =
                List.of(".38 Special/a.flac", "...And Justice for All/a.flac", ".git/a.flac", "._01 b.flac");
        for (int index = 0; index < names.size(); index++) {
            tones.write(music.resolve(names.get(index)), 300 + 50 * index, Map.of());
        }
        assertImported(2);
        assertEquals(
                Set.of(".38 Special", "...And Justice for All"),
                catalogue.tracks().stream().map(track -> track.album().name()).collect(Collectors.toSet()));
    }

    @Test
    void run_coverAddedThenReplaced_isShown() throws Exception {
        tones.write(music.resolve("a.flac"), 440, TAGS);
        assertImported(1);
        assertEquals(List.of(), catalogue.tracks().getLast().album().artwork());

        tones.picture(music.resolve("cover.png"), 700, 700);
        assertImported(1);
        ImportedTrack.Album album = catalogue.tracks().getLast().album();
        assertEquals(700, album.artwork().getFirst().width());
        byte[] small = cover(album, "64.jpg");

        ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "color=c=red:s=900x900",
                "-frames:v",
                "1",
                "-y",
                "file:" + music.resolve("cover.png"));
        assertImported(1);
        ImportedTrack.Album replaced = catalogue.tracks().getLast().album();
        assertEquals(900, replaced.artwork().getFirst().width());
        assertNotEquals(album.colour(), replaced.colour());
        assertNotEquals(Arrays.toString(small), Arrays.toString(cover(replaced, "64.jpg")));
        assertEquals(1, importMusic().unchanged().size());
    }

    @Test
    void run_embeddedCoverReplaced_isShown() throws Exception {
        Path file = music.resolve("a.flac");
        embed(file, "teal");
        assertImported(1);
        String before = catalogue.tracks().getLast().album().colour();
        embed(file, "red");
        assertImported(1);
        assertNotEquals(before, catalogue.tracks().getLast().album().colour());
    }

    private void embed(Path file, String colour) throws IOException, InterruptedException {
        Path picture = folder.resolve(colour + ".png");
        ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "color=c=%s:s=300x300".formatted(colour),
                "-frames:v",
                "1",
                "-y",
                "file:" + picture);
        ffmpeg(
                "-f",
                "lavfi",
                "-i",
                "sine=d=1",
                "-i",
                "file:" + picture,
                "-map",
                "0",
                "-map",
                "1",
                "-disposition:v",
                "attached_pic",
                "-metadata",
                "title=" + colour,
                "-metadata",
                "album=A",
                "-y",
                "file:" + file);
    }

    private byte[] cover(ImportedTrack.Album album, String file) throws IOException {
        return Files.readAllBytes(objects.resolve("artwork/" + album.id() + "/" + file));
    }

    private void assertImported(int files) throws IOException, InterruptedException {
        ImportReport report = importMusic();
        assertEquals(List.of(), report.failed(), report.lines().toString());
        assertEquals(files, report.imported().size(), report.lines().toString());
    }

    private static void ffmpeg(String... arguments) throws IOException, InterruptedException {
        byte[] _ = Ffmpeg.load().run(Duration.ofSeconds(30), List.of(arguments));
    }

    /** An ID3v2.3 tag that claims Latin-1. */
    private static byte[] id3(Map<String, String> frames, Charset charset) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        frames.forEach((id, text) -> {
            byte[] bytes = text.getBytes(charset);
            body.writeBytes(id.getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(ByteBuffer.allocate(7).putInt(1 + bytes.length).array());
            body.writeBytes(bytes);
        });
        ByteArrayOutputStream tag = new ByteArrayOutputStream();
        tag.writeBytes(
                new byte[] {'I', 'D', '3', 3, 0, 0, 0, 0, (byte) (body.size() >> 7), (byte) (body.size() & 0x7f)});
        tag.writeBytes(body.toByteArray());
        return tag.toByteArray();
    }

    /** A second of silence in DSD64, one channel, in one DSF file. */
    private static byte[] dsf() {
        int samples = 2_822_400;
        int block = 4_096;
        int data = Math.ceilDiv(samples / Byte.SIZE, block) * block;
        ByteBuffer file = ByteBuffer.allocate(28 + 52 + 12 + data).order(ByteOrder.LITTLE_ENDIAN);
        file.put("DSD ".getBytes(StandardCharsets.US_ASCII))
                .putLong(28)
                .putLong(file.capacity())
                .putLong(0);
        file.put("fmt ".getBytes(StandardCharsets.US_ASCII))
                .putLong(52)
                .putInt(1)
                .putInt(0)
                .putInt(1)
                .putInt(1);
        file.putInt(samples).putInt(1).putLong(samples).putInt(block).putInt(0);
        file.put("data".getBytes(StandardCharsets.US_ASCII)).putLong(12L + data);
        Arrays.fill(file.array(), file.position(), file.capacity(), (byte) 0x69);
        return file.array();
    }
}
