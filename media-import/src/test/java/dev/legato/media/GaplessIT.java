package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.Gapless;
import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.ImportedTrack.Rendition;
import dev.legato.media.audio.Ffmpeg;
import dev.legato.media.audio.Ladder;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.media.source.FolderSource;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * An album cut from one continuous recording, as live albums are: what is decoded of its tracks, one behind the other,
 * is that recording again.
 */
@Timeout(180)
class GaplessIT {
    private static final int RATE = 44_100;
    private static final int CHANNELS = 2;

    /** In samples; no cut falls on a frame of any codec. */
    private static final List<Integer> TRACKS = List.of(9 * RATE + 77, 4 * RATE + 1, 6 * RATE + 1023);

    @TempDir
    private static Path folder;

    private static Ffmpeg ffmpeg;
    private static short[] source;
    private static List<ImportedTrack> album;

    @BeforeAll
    static void importAlbum() throws Exception {
        ffmpeg = Ffmpeg.load();
        source = recording();
        album = imported(source);
    }

    @Test
    void album_lossless_joinsToTheSourceSampleForSample() throws Exception {
        assertArrayEquals(source, joined("flac", RATE));
    }

    /** @param alike the least correlation with the source */
    @ParameterizedTest
    @CsvSource({"aac-96, 0.98", "aac-160, 0.99", "aac-320, 0.99", "opus-96, 0.98"})
    void album_lossy_joinsToAsManySamplesInTheirPlaces(String rendition, double alike) throws Exception {
        int rate = rendition.startsWith("opus") ? 48_000 : RATE;
        short[] joined = joined(rendition, rate);
        short[] expected = rate == RATE ? source : resampledTracks(rate);
        assertEquals(expected.length, joined.length);
        double inPlace = correlation(expected, joined, 0);
        assertTrue(inPlace > alike, rendition + ": " + inPlace);
        for (int shift : new int[] {-3, -2, -1, 1, 2, 3}) {
            assertTrue(inPlace > correlation(expected, joined, shift), rendition + " shifted by " + shift);
        }
        // Around each cut as well: there would be the gap.
        int cut = 0;
        for (ImportedTrack track : album.subList(0, album.size() - 1)) {
            cut += (int) (CHANNELS * gapless(track, rendition).totalSamples());
            double around = correlation(
                    Arrays.copyOfRange(expected, cut - rate / 5, cut + rate / 5),
                    Arrays.copyOfRange(joined, cut - rate / 5, cut + rate / 5),
                    0);
            assertTrue(around > alike - 0.05, "%s at %d: %f".formatted(rendition, cut, around));
        }
    }

    private static List<ImportedTrack> imported(short[] source) throws Exception {
        Path music = Files.createDirectories(folder.resolve("music"));
        int at = 0;
        for (int track = 0; track < TRACKS.size(); track++) {
            int samples = TRACKS.get(track);
            write(Arrays.copyOfRange(source, at, at + CHANNELS * samples), music.resolve((track + 1) + ".wav"));
            at += CHANNELS * samples;
        }
        try (RecordingCatalogue catalogue = new RecordingCatalogue()) {
            Places places = new Places(folder.resolve("objects"), folder.resolve("index"), catalogue.uri());
            ImportReport report = new MediaImporter(places, Ladder.DEFAULT, () -> "token", 2, Clock.systemUTC())
                    .run(new FolderSource(music), ImportProgress.NONE);
            assertEquals(List.of(), report.failed());
            List<ImportedTrack> tracks = catalogue.tracks();
            return tracks.subList(TRACKS.size(), tracks.size()).stream()
                    .sorted(Comparator.comparing(ImportedTrack::name))
                    .toList();
        }
    }

    private static short[] joined(String rendition, int rate) throws Exception {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        for (ImportedTrack track : album) {
            Gapless gapless = gapless(track, rendition);
            assertEquals(rate, gapless.sampleRate());
            byte[] decoded = decoded(folder.resolve("objects")
                    .resolve(rendition(track, rendition).key()));
            int frame = CHANNELS * Short.BYTES;
            // ffmpeg drops the delay, as it is told by the file, and leaves the padding.
            assertEquals((gapless.totalSamples() + gapless.paddingSamples()) * frame, decoded.length);
            joined.write(decoded, 0, (int) gapless.totalSamples() * frame);
        }
        return samples(joined.toByteArray());
    }

    private static Rendition rendition(ImportedTrack track, String name) {
        return track.renditions().stream()
                .filter(rendition -> rendition.rendition().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Gapless gapless(ImportedTrack track, String rendition) {
        Gapless gapless = rendition(track, rendition).gapless();
        assertTrue(gapless != null, rendition);
        return gapless;
    }

    private static void write(short[] samples, Path wav) throws Exception {
        Path raw = folder.resolve("raw");
        ByteBuffer bytes = ByteBuffer.allocate(samples.length * Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asShortBuffer().put(samples);
        Files.write(raw, bytes.array());
        byte[] _ = ffmpeg.run(
                Duration.ofSeconds(30),
                List.of("-f", "s16le", "-ar", "" + RATE, "-ch_layout", "stereo", "-i", "file:" + raw, "file:" + wav));
    }

    private static byte[] decoded(Path file) throws Exception {
        Path raw = folder.resolve("decoded");
        byte[] _ = ffmpeg.run(
                Duration.ofSeconds(30),
                List.of("-i", "file:" + file, "-map", "0:a", "-f", "s16le", "-y", "file:" + raw));
        return Files.readAllBytes(raw);
    }

    /** Each track of the source at another rate, as the encoder gets it. */
    private static short[] resampledTracks(int rate) throws Exception {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        Path raw = folder.resolve("resampled");
        for (int track = 0; track < TRACKS.size(); track++) {
            Path wav = folder.resolve("music/" + (track + 1) + ".wav");
            byte[] _ = ffmpeg.run(
                    Duration.ofSeconds(30),
                    List.of("-i", "file:" + wav, "-ar", "" + rate, "-f", "s16le", "-y", "file:" + raw));
            all.writeBytes(Files.readAllBytes(raw));
        }
        return samples(all.toByteArray());
    }

    private static short[] samples(byte[] bytes) {
        short[] samples = new short[bytes.length / Short.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer().get(samples);
        return samples;
    }

    /** A chord whose notes glide and swell, other on each side, with a little noise: no stretch of it is like another. */
    private static short[] recording() {
        int samples = TRACKS.stream().mapToInt(Integer::intValue).sum();
        short[] recording = new short[CHANNELS * samples];
        SplittableRandom random = new SplittableRandom(5);
        double[] phases = new double[6];
        for (int sample = 0; sample < samples; sample++) {
            double seconds = (double) sample / RATE;
            double left = 0;
            double right = 0;
            for (int note = 0; note < phases.length; note++) {
                double hertz = 110 * (note + 1) * (1 + 0.03 * Math.sin(seconds * (0.7 + note)));
                phases[note] += 2 * Math.PI * hertz / RATE;
                double tone = Math.sin(phases[note]) / (note + 1);
                left += tone * (1 + 0.5 * Math.sin(seconds * 1.3 + note));
                right += tone * (1 + 0.5 * Math.cos(seconds * 1.7 + note));
            }
            recording[2 * sample] = (short) (6000 * left + random.nextInt(-60, 60));
            recording[2 * sample + 1] = (short) (6000 * right + random.nextInt(-60, 60));
        }
        return recording;
    }

    /** Pearson's, of the left channel. */
    private static double correlation(short[] a, short[] b, int shift) {
        double product = 0;
        double squareA = 0;
        double squareB = 0;
        for (int sample = 4; sample < a.length / CHANNELS - 4; sample++) {
            double left = a[CHANNELS * sample];
            double right = b[CHANNELS * (sample + shift)];
            product += left * right;
            squareA += left * left;
            squareB += right * right;
        }
        return product / Math.sqrt(squareA * squareB);
    }
}
