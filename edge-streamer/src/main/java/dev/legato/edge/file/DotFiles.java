package dev.legato.edge.file;

import java.util.Locale;
import java.util.Set;

/**
 * Which keys with a segment that begins with a dot are served. Most such names hide something: {@code .git},
 * {@code .env}, {@code .DS_Store}. Some are music: {@code ...And Justice for All/01 Blackened.flac},
 * {@code .38 Special/cover.jpg}.
 */
public enum DotFiles {
    /** None. */
    NONE,

    /** Audio, covers, lyrics and playlists, unless a segment is known to hide something. */
    MUSIC,

    /** All but Legato's own files. */
    ALL;

    /** The names of Legato's own files, which are never served, begin with this. */
    private static final String OWN = ".legato";

    /** Folders that an object store keeps beside the objects. */
    private static final Set<String> OWN_FOLDERS = Set.of(".corrupted", ".incoming", ".sha256");

    /** With this begins the name of the resource fork that macOS writes beside a file, under the same extension. */
    private static final String APPLE_DOUBLE = "._";

    /** Folders that hold something other than music, whatever extensions their files have. */
    private static final Set<String> HIDING = Set.of(
            ".appledouble",
            ".bzr",
            ".cache",
            ".config",
            ".env",
            ".git",
            ".gnupg",
            ".hg",
            ".local",
            ".snapshot",
            ".snapshots",
            ".spotlight-v100",
            ".ssh",
            ".svn",
            ".trash",
            ".trashes",
            ".zfs");

    private static final Set<String> MUSIC_EXTENSIONS = Set.of(
            "aac", "aif", "aifc", "aiff", "ape", "avif", "caf", "cue", "dff", "dsf", "flac", "gif", "jpeg", "jpg",
            "lrc", "m3u", "m3u8", "m4a", "m4b", "m4s", "mka", "mp2", "mp3", "mp4", "mpc", "mpd", "oga", "ogg", "opus",
            "pls", "png", "spx", "srt", "ttml", "tta", "vtt", "wav", "weba", "webm", "webp", "wma", "wv", "xspf");

    /** Whether a key may be served. A key of which no segment begins with a dot always may. */
    boolean permit(String key) {
        boolean dotted = false;
        for (String segment : key.split("/", -1)) {
            if (segment.startsWith(".")) {
                String name = segment.toLowerCase(Locale.ROOT);
                dotted = true;
                if (name.startsWith(OWN) || OWN_FOLDERS.contains(name) || (this == MUSIC && isHiding(name))) {
                    return false;
                }
            }
        }
        return !dotted || this == ALL || (this == MUSIC && isMusic(key.substring(key.lastIndexOf('/') + 1)));
    }

    private static boolean isHiding(String name) {
        return HIDING.contains(name) || name.startsWith(APPLE_DOUBLE) || name.startsWith(".trash-");
    }

    /** Whether a file has an extension of music. A file called {@code .mp3} has a name and no extension. */
    private static boolean isMusic(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && MUSIC_EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
