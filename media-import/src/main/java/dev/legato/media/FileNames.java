package dev.legato.media;

import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a file's name says. */
final class FileNames {
    private static final Pattern NUMBERED =
            Pattern.compile("(?:\\d{1,2}-)?(\\d{1,3})[ ._-]+(?=\\S)(.*)", Pattern.DOTALL);

    private FileNames() {}

    static String of(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }

    /** In lower case, without the dot; empty if there is none. */
    static String extension(Path file) {
        String name = of(file);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** Without the extension. */
    static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** A title for a file that has none: its name without extension and leading track number. */
    static String title(Path file) {
        String stem = stem(of(file));
        Matcher numbered = NUMBERED.matcher(stem);
        return forPeople(numbered.matches() ? numbered.group(2) : stem);
    }

    /** A name on one line, without what would drive a terminal. */
    static String forPeople(String name) {
        return name.replaceAll("\\p{Cntrl}+", " ").strip();
    }
}
