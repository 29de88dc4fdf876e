package dev.legato.metadata.catalogue;

import dev.legato.contracts.Gapless;
import org.jspecify.annotations.Nullable;

/**
 * A stored audio file of a track.
 *
 * @param rendition its name, such as {@code original} or {@code aac-160}
 * @param bitrate average, in bits per second
 * @param bytes the file's length
 * @param gapless where the music lies in it, or null if that is not known
 */
public record Rendition(
        String rendition,
        String key,
        String contentType,
        int bitrate,
        long bytes,
        @Nullable Gapless gapless) {}
