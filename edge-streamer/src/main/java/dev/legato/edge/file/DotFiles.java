package dev.legato.edge.file;

import java.util.Locale;
import java.util.Set;

/**
 * Which keys are served that have a segment beginning with a dot. Most such names hide something: {@code .git},
 * {@code .env}, {@code .DS_Store}. Some are music: {@code ...And Justice for All/01 Blackened.flac},
 * {@code .38 Special/cover.jpg}.
 */
public enum DotFiles {
    /** None. */
    NONE,

    /** Audio, covers, lyrics and playlists, unless a segment is known to hide something. */
    MUSIC,

    /** All but those that belong to Legato. */
    ALL;

    /** Names of Legato's own, which are never served. */
    private static final String OWN = ".legato";

    /** What an object store keeps in its folder beside the objects. */
    private static final Set<String> OWN_FOLDERS = Set.of(".corrupted", ".incoming", ".sha256");

    /** A file's second fork as macOS writes it beside the file, under the same extension. */
    private static final String APPLE_DOUBLE = "._";

    /** Folders that hold something other than music whatever the extensions in them. */
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

    /** Whether a key may be served; one without a dot at a segment's beginning always may. */
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

    /** Whether a file's extension is one of music's; in {@code .mp3} there is no extension but a name. */
    private static boolean isMusic(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 && MUSIC_EXTENSIONS.contains(name.substring(dot + 1).toLowerCase(Locale.ROOT));
    }
}
