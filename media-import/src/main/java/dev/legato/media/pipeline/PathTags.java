package dev.legato.media.pipeline;

import dev.legato.media.source.FileNames;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the path of an untagged file says about it: {@code Album/1-03 Title.mp3} or {@code Album/CD 1/03 - Title.mp3}.
 *
 * @param title the file's name without extension and leading numbers
 * @param track from 1, or null if the name begins with none
 * @param disc from 1, or null if neither the name nor the folder says it
 * @param album the folder's name, or the one above if the folder is named for a disc; empty if there is none
 * @param folder tells this album from another of the same name: the folder and the one above it
 */
record PathTags(
        String title, @Nullable Integer track, @Nullable Integer disc, String album, String folder) {
    private static final Pattern NUMBERED =
            Pattern.compile("(?:(\\d{1,2})-)?(\\d{1,3})[ ._-]+(?=\\S)(.*)", Pattern.DOTALL);
    private static final Pattern DISC_FOLDER =
            Pattern.compile("(?:cd|disc|disk|dvd)[ ._-]*(\\d{1,3})(?:[ ._-].*)?", Pattern.CASE_INSENSITIVE);

    /** Reads the path of a file below its source. */
    static PathTags of(Path file) {
        Matcher numbered = NUMBERED.matcher(FileNames.stem(FileNames.of(file)));
        boolean isNumbered = numbered.matches();
        Path folder = file.getParent();
        Matcher discFolder = DISC_FOLDER.matcher(name(folder));
        boolean isDisc = discFolder.matches() && folder != null && folder.getParent() != null;
        Path album = isDisc && folder != null ? folder.getParent() : folder;
        return new PathTags(
                FileNames.forPeople(isNumbered ? numbered.group(3) : FileNames.stem(FileNames.of(file))),
                isNumbered ? number(numbered.group(2)) : null,
                isNumbered && numbered.group(1) != null
                        ? number(numbered.group(1))
                        : isDisc ? number(discFolder.group(1)) : null,
                FileNames.forPeople(name(album)),
                name(album == null ? null : album.getParent()) + "/" + name(album));
    }

    private static @Nullable Integer number(String digits) {
        int number = Integer.parseInt(digits);
        return number > 0 ? number : null;
    }

    private static String name(@Nullable Path folder) {
        return folder == null ? "" : FileNames.of(folder);
    }
}
