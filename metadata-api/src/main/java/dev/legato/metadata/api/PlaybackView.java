package dev.legato.metadata.api;

import dev.legato.metadata.catalogue.Track;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a track's audio is, over the wire.
 *
 * @param expiresAt when the URLs open nothing any more
 * @param hls no manifest is made, so always null; {@code dash} and {@code waveform} likewise
 */
record PlaybackView(
        Instant expiresAt,
        List<File> files,
        @Nullable Object hls,
        @Nullable Object dash,
        @Nullable Object waveform) {
    record File(String rendition, String contentType, int bitrate, long bytes, String url) {}

    static PlaybackView of(Track track, EdgeLinks.Permission permission) {
        List<File> files = track.renditions().stream()
                .map(rendition -> new File(
                        rendition.rendition(),
                        rendition.contentType(),
                        rendition.bitrate(),
                        rendition.bytes(),
                        permission.url(rendition.key())))
                .toList();
        return new PlaybackView(permission.expires(), files, null, null, null);
    }
}
