package dev.legato.media.audio;

import java.time.Duration;

/**
 * What one run of ffmpeg may use up; each is killed by the kernel when it wants more, and by us when its time is over.
 * What it says, and what it may allocate, is bounded for all alike.
 *
 * @param time by the clock, and twice as much of the processors
 * @param fileBytes of each file it writes
 */
public record Limits(Duration time, long fileBytes) {
    /** Of addresses, so of memory too; a rendition of {@link AudioEncoder#LONGEST} takes half of it. */
    static final long MEMORY = 1536L << 20;

    /** What a file may be larger than its samples are, if the source's header is wrong. */
    private static final long SLACK_BYTES = 256L << 20;
    /** Opus knows no other. */
    private static final int MAX_CODED_RATE = 48_000;

    private static final int KIB = 1 << 10;
    /** What POSIX counts files' sizes in. */
    private static final int BLOCK = 512;

    /** For small outputs. */
    static Limits of(Duration time) {
        return new Limits(time, 64L << 20);
    }

    /** For files that hold a source's audio, however coded. */
    public static Limits ofAudio(Duration time, AudioInfo info) {
        long samples = info.durationMs() / 1000 * Math.max(MAX_CODED_RATE, info.sampleRate());
        return new Limits(time, SLACK_BYTES + samples * info.channels() * Integer.BYTES);
    }

    String processorSeconds() {
        return Long.toString(2 * Math.max(1, time.toSeconds()));
    }

    String fileBlocks() {
        return Long.toString(Math.ceilDiv(fileBytes, BLOCK));
    }

    static String memoryKib() {
        return Long.toString(MEMORY / KIB);
    }
}
