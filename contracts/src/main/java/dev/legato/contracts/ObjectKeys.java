package dev.legato.contracts;

/**
 * The keys of objects: what media-import writes, metadata-api hands out and the edge serves. Each object lies in the folder
 * of its track or of its album's cover:
 *
 * <pre>
 * {trackId}/original.flac        the file as it was imported, under its own extension
 * {trackId}/aac-160.m4a          a rendition
 * {trackId}/segments.json        where the renditions' segments lie ({@link SegmentIndex})
 * {trackId}/waveform.json        the peaks that a player draws
 * {trackId}/….json               what media-import remembers of the track
 * {trackId}/master.m3u8          an HLS master playlist; this and the following are rendered by the edge, stored nowhere
 * {trackId}/master-opus.m3u8     one with the renditions of another codec
 * {trackId}/aac-160.m3u8         a rendition's media playlist
 * {trackId}/manifest.mpd         a DASH manifest
 * {trackId}/b160000.master.m3u8  one of these with the renditions up to 160000 bit/s only ({@link LinkLimits})
 * artwork/{albumId}/original.png a cover as it was found
 * artwork/{albumId}/640.jpg      a cover, its longer side scaled to so many pixels
 * </pre>
 *
 * <p>A key is made of segments joined by {@code /}, each of {@code A-Z a-z 0-9 . _ -} and beginning with a letter or a
 * digit, at most {@value #MAX_LENGTH} characters in all. So it needs no escaping in URLs, is a path in any file system, is
 * never mistaken for an option, and names nothing hidden and nothing outside of the store.
 */
public final class ObjectKeys {
    /** No key has more characters. */
    public static final int MAX_LENGTH = 255;

    /** What the folders of covers lie in, with the slash at its end. */
    public static final String ARTWORK = "artwork/";

    /** The name of what was imported among its renditions, and of its file before the extension. */
    public static final String ORIGINAL = "original";

    /** The file with a track's peaks. */
    public static final String WAVEFORM = "waveform.json";

    /** How the file name of each HLS master playlist begins. */
    public static final String MASTER = "master";

    /** The extension of HLS playlists, with its dot. */
    public static final String PLAYLIST = ".m3u8";

    /** The file name of the HLS master playlist that plays anywhere. */
    public static final String MASTER_PLAYLIST = MASTER + PLAYLIST;

    /** The file name of a track's DASH manifest. */
    public static final String MPD = "manifest.mpd";

    private ObjectKeys() {}

    /** Whether a text has a key's form. */
    public static boolean isKey(String text) {
        int length = text.length();
        boolean begins = true;
        if (length > MAX_LENGTH) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (!isAlphanumeric(c) && (begins || !isMark(c))) {
                return false;
            }
            begins = c == '/';
        }
        return !begins;
    }

    /**
     * Refuses a text that has not a key's form.
     *
     * @throws IllegalArgumentException if it has not
     */
    public static String require(String text) {
        if (!isKey(text)) {
            throw new IllegalArgumentException(
                    "object key: %s (expected: segments of A-Z a-z 0-9 . _ -, none starting with . _ or -)"
                            .formatted(Excerpt.of(text)));
        }
        return text;
    }

    /** The folder of a track's objects, with the slash at its end: all their keys begin with it, and no others. */
    public static String folder(TrackId track) {
        return track + "/";
    }

    /** The folder of an album's cover, with the slash at its end. */
    public static String artworkFolder(String albumId) {
        return ARTWORK + albumId + '/';
    }

    /** Whether a key, or a folder, is of a cover: these are served to anyone. */
    public static boolean isArtwork(String key) {
        return key.startsWith(ARTWORK);
    }

    /** A track's object by its file name, such as {@code aac-160.m4a}. */
    public static String of(TrackId track, String file) {
        return folder(track) + file;
    }

    /** Whether a text is the key of a file that lies in a folder itself, not further below. */
    public static boolean isIn(String folder, String text) {
        return text.startsWith(folder) && text.indexOf('/', folder.length()) < 0 && isKey(text);
    }

    /** The folder that a key lies in, with the slash at its end; empty if it lies in none. */
    public static String folderOf(String key) {
        return key.substring(0, key.lastIndexOf('/') + 1);
    }

    /** A key's file name. */
    public static String fileOf(String key) {
        return key.substring(key.lastIndexOf('/') + 1);
    }

    /** The file name of an original: what was imported, or a cover as it was found. */
    public static String original(String extension) {
        return ORIGINAL + '.' + extension;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    private static boolean isMark(char c) {
        return c == '/' || c == '.' || c == '-' || c == '_';
    }
}
