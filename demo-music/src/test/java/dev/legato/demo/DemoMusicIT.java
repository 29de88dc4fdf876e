package dev.legato.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.media.source.MusicSource.Music;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jaudiotagger.audio.AudioFile;
import org.jaudiotagger.audio.AudioFileIO;
import org.jaudiotagger.tag.FieldKey;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class DemoMusicIT {
    @TempDir
    Path folder;

    @Test
    void supply_askedTwice_rendersOnceWithTagsAndCover() throws Exception {
        AtomicInteger renderings = new AtomicInteger();
        Path file = piece(folder).supply().file(renderings::incrementAndGet);
        assertEquals(file, piece(folder).supply().file(renderings::incrementAndGet));
        assertEquals(1, renderings.get());
        AudioFile flac = AudioFileIO.read(file.toFile());
        assertEquals("44100", flac.getAudioHeader().getSampleRate());
        assertEquals(16, flac.getAudioHeader().getBitsPerSample());
        assertEquals(80, flac.getAudioHeader().getTrackLength(), 2);
        assertEquals("Frédéric Chopin", flac.getTag().getFirst(FieldKey.ARTIST));
        assertEquals("1839", flac.getTag().getFirst(FieldKey.YEAR));
        assertTrue(flac.getTag().getFirstArtwork().getBinaryData().length > 10_000);
        try (var left = Files.list(file.resolveSibling(""))) {
            assertEquals(2, left.count(), "the piece and the cover, nothing else");
        }
    }

    private static Music piece(Path folder) {
        return new DemoMusic(folder)
                .scan().stream()
                        .map(Music.class::cast)
                        .filter(music -> music.name().contains("C minor"))
                        .findFirst()
                        .orElseThrow();
    }
}
