package dev.legato.metadata.api;

import dev.legato.contracts.Gapless;
import dev.legato.metadata.catalogue.Track;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a track's audio is, over the wire.
 *
 * @param expiresAt when the URLs open nothing any more
 * @param hls the master playlist; null while there is no rendition, {@code dash} likewise
 * @param waveform its peaks, null until they are measured
 */
record PlaybackView(
        Instant expiresAt,
        List<File> files,
        @Nullable String hls,
        @Nullable String dash,
        @Nullable String waveform) {
    private static final String ORIGINAL = "original";

    record File(
            String rendition,
            String contentType,
            int bitrate,
            long bytes,
            String url,
            @Nullable Gapless gapless) {}

    static PlaybackView of(Track track, EdgeLinks.Permission permission) {
        List<File> files = track.renditions().stream()
                .map(rendition -> new File(
                        rendition.rendition(),
                        rendition.contentType(),
                        rendition.bitrate(),
                        rendition.bytes(),
                        permission.url(rendition.key()),
                        rendition.gapless()))
                .toList();
        // The edge renders both from the index that the import writes with the first rendition.
        boolean packaged = track.renditions().stream()
                .anyMatch(rendition -> !rendition.rendition().equals(ORIGINAL));
        return new PlaybackView(
                permission.expires(),
                files,
                packaged ? permission.url(track.id() + "/master.m3u8") : null,
                packaged ? permission.url(track.id() + "/manifest.mpd") : null,
                track.waveform() == null ? null : permission.url(track.waveform()));
    }
}
