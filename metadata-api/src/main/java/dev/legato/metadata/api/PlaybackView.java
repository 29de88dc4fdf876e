package dev.legato.metadata.api;

import dev.legato.contracts.Gapless;
import dev.legato.contracts.LinkLimits;
import dev.legato.contracts.ObjectKeys;
import dev.legato.contracts.TrackId;
import dev.legato.metadata.catalogue.Rendition;
import dev.legato.metadata.catalogue.Track;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a track's audio is, over the wire.
 *
 * @param expiresAt when the URLs expire
 * @param hls the master playlist; null while there is no rendition, {@code dash} likewise
 * @param waveform its peaks, null until they are measured
 */
record PlaybackView(
        Instant expiresAt,
        List<File> files,
        @Nullable String hls,
        @Nullable String dash,
        @Nullable String waveform) {
    record File(
            String rendition,
            String contentType,
            int bitrate,
            long bytes,
            String url,
            @Nullable Gapless gapless) {}

    /** @param limits of the listener's plan; what they do not permit is not named */
    static PlaybackView of(Track track, EdgeLinks.Permission permission, LinkLimits limits) {
        List<Rendition> permitted = track.renditions().stream()
                .filter(rendition -> limits.resolve(rendition.key()).isPresent())
                .toList();
        List<File> files = permitted.stream()
                .map(rendition -> new File(
                        rendition.rendition(),
                        rendition.contentType(),
                        rendition.bitrate(),
                        rendition.bytes(),
                        permission.url(rendition.key()),
                        rendition.gapless()))
                .toList();
        TrackId id = new TrackId(track.id());
        // The edge renders both from the index that the import writes with the first rendition.
        boolean packaged =
                permitted.stream().anyMatch(rendition -> !rendition.rendition().equals(ObjectKeys.ORIGINAL));
        return new PlaybackView(
                permission.expires(),
                files,
                packaged ? manifest(id, ObjectKeys.MASTER_PLAYLIST, permission, limits) : null,
                packaged ? manifest(id, ObjectKeys.MPD, permission, limits) : null,
                track.waveform() == null ? null : permission.url(track.waveform()));
    }

    private static @Nullable String manifest(
            TrackId id, String file, EdgeLinks.Permission permission, LinkLimits limits) {
        return limits.resolve(ObjectKeys.of(id, file)).map(permission::url).orElse(null);
    }
}
