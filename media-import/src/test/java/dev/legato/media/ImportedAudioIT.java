package dev.legato.media;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.legato.contracts.Gapless;
import dev.legato.contracts.ImportedTrack;
import dev.legato.media.audio.Ladder;
import dev.legato.media.audio.RenditionFormat;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.media.source.FolderSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Which renditions an import makes, and what it measures of the music. */
class ImportedAudioIT extends ImportFixture {
    ImportedAudioIT() throws IOException {}

    @Test
    void run_losslessSource_entersItPlayableThenWithTheWholeLadder() throws Exception {
        tones.write(music.resolve("a.wav"), 440, TAGS);
        var _ = importMusic();
        assertEquals(
                List.of(
                        List.of("original", "aac-160"),
                        List.of("original", "aac-160", "aac-96", "aac-320", "opus-96", "flac")),
                catalogue.tracks().stream().map(ImportedAudioIT::renditions).toList());
        for (ImportedTrack.Rendition rendition : catalogue.tracks().getLast().renditions()) {
            assertTrue(tones.decodes(objects.resolve(rendition.key())), rendition.key());
            assertEquals(Files.size(objects.resolve(rendition.key())), rendition.bytes());
        }
    }

    @Test
    void run_lossySource_getsNoLosslessRendition() throws Exception {
        tones.write(music.resolve("a.mp3"), 440, TAGS);
        var _ = importMusic();
        assertEquals(
                List.of("original", "aac-160", "aac-96", "aac-320", "opus-96"),
                renditions(catalogue.tracks().getLast()));
    }

    @Test
    void run_otherLadder_addsWhatIsMissingAndKeepsTheRest() throws Exception {
        tones.write(music.resolve("a.flac"), 440, TAGS);
        Places places = new Places(objects, folder.resolve("import-index"), catalogue.uri());
        Ladder small = new Ladder(List.of(RenditionFormat.parse("aac-96")));
        var _ = new MediaImporter(places, small, () -> "token", 2, Clock.systemUTC())
                .run(new FolderSource(music), ImportProgress.NONE);
        assertEquals(
                List.of("original", "aac-96"), renditions(catalogue.tracks().getLast()));
        Path kept = objects.resolve(catalogue.tracks().getFirst().id() + "/aac-96.m4a");
        FileTime encoded = Files.getLastModifiedTime(kept);
        var _ = importMusic();
        assertEquals(6, catalogue.tracks().getLast().renditions().size());
        assertEquals(encoded, Files.getLastModifiedTime(kept));
    }

    @Test
    void run_toneOfKnownLevel_measuresItsLoudness() throws Exception {
        tones.writeLevel(music.resolve("loud.wav"), -20, 6);
        tones.writeLevel(music.resolve("soft.wav"), -40, 6);
        tones.writeLevel(music.resolve("silence.wav"), -200, 6);
        assertEquals(List.of(), importMusic().failed());
        // A sine of 1 kHz on both sides is as many LUFS as dB of its amplitude (BS.1770-4, annex 1).
        ImportedTrack loud = catalogue.lastOf("loud");
        ImportedTrack soft = catalogue.lastOf("soft");
        assertEquals(-20, loudness(loud).integratedLufs(), 0.2);
        assertEquals(-20, loudness(loud).truePeakDbtp(), 0.2);
        assertEquals(0, loudness(loud).rangeLu(), 0.2);
        assertEquals(-40, loudness(soft).integratedLufs(), 0.2);
        // Six seconds are 57 blocks of 400 ms, one each 100 ms.
        assertEquals(
                57,
                loudness(loud).momentary().counts().stream()
                        .mapToInt(Integer::intValue)
                        .sum());
        assertNull(catalogue.lastOf("silence").loudness());
    }

    private static ImportedTrack.Loudness loudness(ImportedTrack track) {
        return Objects.requireNonNull(track.loudness());
    }

    @Test
    void run_complete_storesAThousandPeaks() throws Exception {
        tones.write(music.resolve("a.flac"), 440, TAGS);
        var _ = importMusic();
        ImportedTrack track = catalogue.tracks().getLast();
        assertNull(catalogue.tracks().getFirst().waveform());
        assertEquals(track.id() + "/waveform.json", track.waveform());
        JsonNode peaks = new ObjectMapper()
                .readTree(objects.resolve(track.id() + "/waveform.json").toFile())
                .path("peaks");
        assertEquals(1000, peaks.size());
        // ffmpeg's sine has an eighth of full scale, and on each of two sides 3 dB less.
        peaks.forEach(peak -> assertEquals(255 / 8 * Math.sqrt(0.5), peak.asInt(), 2));
        assertEquals(
                new Gapless(0, 0, 88_200, 44_100), track.renditions().getFirst().gapless());
    }

    private static List<String> renditions(ImportedTrack track) {
        return track.renditions().stream()
                .map(ImportedTrack.Rendition::rendition)
                .toList();
    }
}
