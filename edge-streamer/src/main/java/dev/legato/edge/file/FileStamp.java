package dev.legato.edge.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of a file, equal as long as nobody replaces it, writes to it or changes its attributes.
 *
 * @param identity device and inode, or the path where there are none
 * @param size bytes
 * @param modified mtime, nanoseconds since 1970
 * @param changed ctime, nanoseconds since 1970, which no program can set back; 0 where there is none
 * @param links how many hard links it has
 */
record FileStamp(String identity, long size, long modified, long changed, int links) {
    private static final String UNIX = "unix";

    /** Reads the attributes of a regular file; null if the path leads to anything else, such as a symbolic link. */
    static @Nullable FileStamp of(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains(UNIX)) {
            BasicFileAttributes basic =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return basic.isRegularFile()
                    ? new FileStamp(path.toString(), basic.size(), nanos(basic.lastModifiedTime()), 0, 1)
                    : null;
        }
        Map<String, Object> unix = Files.readAttributes(
                path, "unix:isRegularFile,fileKey,size,lastModifiedTime,ctime,nlink", LinkOption.NOFOLLOW_LINKS);
        return value(unix, "isRegularFile", Boolean.class)
                ? new FileStamp(
                        value(unix, "fileKey", Object.class).toString(),
                        value(unix, "size", Long.class),
                        nanos(value(unix, "lastModifiedTime", FileTime.class)),
                        nanos(value(unix, "ctime", FileTime.class)),
                        value(unix, "nlink", Integer.class))
                : null;
    }

    boolean isSameFile(FileStamp other) {
        return identity.equals(other.identity);
    }

    /** The mtime in whole seconds since 1970, the precision of HTTP dates. */
    long modifiedSeconds() {
        return Math.floorDiv(modified, 1_000_000_000L);
    }

    private static <T> T value(Map<String, Object> attributes, String name, Class<T> type) {
        return type.cast(Objects.requireNonNull(attributes.get(name), name));
    }

    private static long nanos(FileTime time) {
        return time.to(TimeUnit.NANOSECONDS);
    }
}
