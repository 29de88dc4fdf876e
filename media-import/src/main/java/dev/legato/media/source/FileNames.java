package dev.legato.media.source;

import dev.legato.contracts.CatalogueText;
import java.nio.file.Path;
import java.util.Locale;

/** What a file's name says. */
public final class FileNames {
    private FileNames() {}

    public static String of(Path file) {
        Path name = file.getFileName();
        return name == null ? "" : name.toString();
    }

    /** In lower case, without the dot; empty if there is none. */
    public static String extension(Path file) {
        String name = of(file);
        int dot = name.lastIndexOf('.');
        return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
    }

    /** Without the extension. */
    public static String stem(String name) {
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    /** A name on one line, without what would drive a terminal. */
    public static String forPeople(String name) {
        return CatalogueText.tidied(name);
    }
}
