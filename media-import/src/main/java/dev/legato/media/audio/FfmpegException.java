package dev.legato.media.audio;

import java.io.IOException;

/** An ffmpeg run that failed: the file is broken, or not what it claims to be. */
public final class FfmpegException extends IOException {
    FfmpegException(String message) {
        super(message);
    }
}
