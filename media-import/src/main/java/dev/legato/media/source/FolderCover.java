package dev.legato.media.source;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** The picture in an album's folder that is its cover: {@code cover}, {@code folder} or {@code front}, in this order. */
public final class FolderCover {
    private static final Pattern NAME = Pattern.compile("(cover|folder|front)\\.(jpe?g|png|webp)");
    private static final List<String> BEST_FIRST = List.of("cover", "folder", "front");

    private FolderCover() {}

    /** Whether a file is named as a cover, in any case. */
    public static boolean isNamedSo(Path file) {
        return NAME.matcher(name(file)).matches();
    }

    /** The one of two that is shown. */
    static Path better(Path one, Path other) {
        int difference = Integer.compare(rank(one), rank(other));
        return difference < 0 || (difference == 0 && name(one).compareTo(name(other)) <= 0) ? one : other;
    }

    private static int rank(Path file) {
        return BEST_FIRST.indexOf(FileNames.stem(name(file)));
    }

    private static String name(Path file) {
        return FileNames.of(file).toLowerCase(Locale.ROOT);
    }
}
