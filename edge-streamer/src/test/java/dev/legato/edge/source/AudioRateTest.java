package dev.legato.edge.source;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AudioRateTest {
    @TempDir
    private Path folder;

    @Test
    void rendition_isWhatItsNameSays() throws IOException {
        assertEquals(20_000, of("t1/aac-160.m4a", new byte[0], 1_000_000));
        assertEquals(20_000, of("aac-160.m4a", new byte[0], 1_000_000));
        assertEquals(12_000, of("t1/opus-96.opus", new byte[0], 1_000_000));
    }

    @Test
    void flac_isBytesByDuration() throws IOException {
        long sampleRate = 44_100;
        long samples = 10 * sampleRate;
        byte[] head = ByteBuffer.allocate(42)
                .putInt(0, 0x664c6143)
                .putLong(18, sampleRate << 44 | 0x1fL << 36 | samples)
                .array();
        assertEquals(100_000, of("t1/original.flac", head, 1_000_000));
    }

    @Test
    void anythingElse_isUnknown() throws IOException {
        assertEquals(0, of("t1/original.mp3", new byte[100], 100));
        assertEquals(0, of("t1/original.flac", new byte[100], 100));
        assertEquals(0, of("t1/original.flac", new byte[3], 3));
        assertEquals(0, of("cover-art/front.jpg", new byte[100], 100));
    }

    private long of(String key, byte[] content, long size) throws IOException {
        try (FileChannel channel = FileChannel.open(Files.write(folder.resolve("f"), content))) {
            return AudioRate.of(key, channel, size);
        }
    }
}
