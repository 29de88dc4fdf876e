package dev.legato.allinone;

import dev.legato.media.audio.Ffmpeg;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A tone that rises steadily, so that any stretch of it tells by its pitch where in the track it was heard. */
final class Sweep {
    static final Duration LENGTH = Duration.ofSeconds(24);
    static final int RATE = 44_100;

    private static final double FIRST_HERTZ = 300;
    private static final double HERTZ_A_SECOND = 80;
    /** What is listened to: long enough to tell the pitch to a tenth of a hertz. */
    private static final int WINDOW = RATE / 5;

    private Sweep() {}

    /** Writes it into a new folder, lossless. */
    static Path create(Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String tone = "0.5*sin(2*PI*(%s*t+%s*t*t))".formatted(FIRST_HERTZ, HERTZ_A_SECOND / 2);
        byte[] output = Ffmpeg.load()
                .run(
                        Duration.ofSeconds(60),
                        List.of(
                                "-f",
                                "lavfi",
                                "-i",
                                "aevalsrc=%s|%s:s=%d:d=%d".formatted(tone, tone, RATE, LENGTH.toSeconds()),
                                "-metadata",
                                "artist=The Test Signals",
                                "-metadata",
                                "album=Sweeps",
                                "-metadata",
                                "title=Rising Tone",
                                folder.resolve("sweep.flac").toString()));
        assert output != null;
        return folder;
    }

    /** Seconds from the track's start to where this begins: mono, 16 bits, little endian, at {@link #RATE}. */
    static double position(byte[] pcm) {
        ByteBuffer samples = ByteBuffer.wrap(pcm).order(ByteOrder.LITTLE_ENDIAN);
        // Past what a decoder makes of an encoder's delay.
        int begin = RATE / 5;
        double first = -1;
        double last = -1;
        int crossings = 0;
        for (int at = begin + 1; at < begin + WINDOW; at++) {
            short before = samples.getShort(2 * at - 2);
            short now = samples.getShort(2 * at);
            if (before < 0 && now >= 0) {
                last = at - (double) now / (now - before);
                first = crossings == 0 ? last : first;
                crossings++;
            }
        }
        double hertz = (crossings - 1) * RATE / (last - first);
        return (hertz - FIRST_HERTZ) / HERTZ_A_SECOND - (first + last) / 2 / RATE;
    }

    static double seconds(byte[] pcm) {
        return pcm.length / 2.0 / RATE;
    }
}
