package dev.legato.edge.manifest;

import dev.legato.contracts.LinkLimits;
import dev.legato.contracts.LinkLimits.CappedManifest;
import dev.legato.contracts.ObjectKeys;
import org.jspecify.annotations.Nullable;

/**
 * What a key like {@code {trackId}/master.m3u8} names.
 *
 * @param folder the track's, with a slash at its end
 * @param of the rendition of a media playlist; which variants a master playlist has, see {@link Variants}; else empty
 * @param limits what it lists keeps within them
 */
record ManifestName(String folder, Kind kind, String of, LinkLimits limits) {
    /** A kind of manifest. */
    enum Kind {
        MASTER_PLAYLIST("application/vnd.apple.mpegurl"),
        MEDIA_PLAYLIST("application/vnd.apple.mpegurl"),
        MPD("application/dash+xml");

        private final String contentType;

        Kind(String contentType) {
            this.contentType = contentType;
        }

        String contentType() {
            return contentType;
        }
    }

    /** Null if the key names no manifest. */
    static @Nullable ManifestName parse(String key) {
        String folder = ObjectKeys.folderOf(key);
        String name = ObjectKeys.fileOf(key);
        CappedManifest capped = CappedManifest.parse(name).orElse(null);
        return capped == null
                ? parse(folder, name, LinkLimits.NONE)
                : parse(folder, capped.file(), new LinkLimits(capped.maxBitrate(), Integer.MAX_VALUE, ""));
    }

    private static @Nullable ManifestName parse(String folder, String name, LinkLimits limits) {
        if (folder.isEmpty()) {
            return null;
        }
        if (name.equals(ObjectKeys.MPD)) {
            return new ManifestName(folder, Kind.MPD, "", limits);
        }
        if (!name.endsWith(ObjectKeys.PLAYLIST)) {
            return null;
        }
        String playlist = name.substring(0, name.length() - ObjectKeys.PLAYLIST.length());
        if (playlist.equals(ObjectKeys.MASTER)) {
            return new ManifestName(folder, Kind.MASTER_PLAYLIST, "", limits);
        }
        return playlist.startsWith(ObjectKeys.MASTER + "-")
                ? new ManifestName(
                        folder, Kind.MASTER_PLAYLIST, playlist.substring(ObjectKeys.MASTER.length() + 1), limits)
                : new ManifestName(folder, Kind.MEDIA_PLAYLIST, playlist, limits);
    }

    /** The media playlist of a rendition, relative to the other manifests. */
    static String playlist(String rendition) {
        return rendition + ObjectKeys.PLAYLIST;
    }
}
