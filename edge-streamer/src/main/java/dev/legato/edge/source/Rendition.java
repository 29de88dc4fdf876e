package dev.legato.edge.source;

import dev.legato.contracts.ObjectKeys;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a file is among those of its track, by its name; few words, for counting. */
public final class Rendition {
    private static final String OTHER = "other";
    private static final Pattern NAME =
            Pattern.compile("(?:.*/)?(original|flac|[a-z0-9]{2,8}-\\d{1,4})(?:\\.[a-z0-9]+|/.*)");
    private static final Pattern MANIFEST = Pattern.compile(".*\\.(?:m3u8|mpd)");

    private Rendition() {}

    /** {@code original}, {@code aac-160} and the like, {@code manifest}, {@code artwork} or {@code other}. */
    public static String of(String key) {
        if (ObjectKeys.isArtwork(key)) {
            return "artwork";
        }
        if (MANIFEST.matcher(key).matches()) {
            return "manifest";
        }
        Matcher name = NAME.matcher(key);
        return name.matches() ? name.group(1) : OTHER;
    }
}
