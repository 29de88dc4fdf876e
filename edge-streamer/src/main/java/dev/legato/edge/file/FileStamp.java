package dev.legato.edge.file;

import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.TimeUnit;

/**
 * What a file system says about a file; equal as long as nobody replaced or wrote to it.
 *
 * @param identity device and inode, or the path where there are none
 * @param size bytes
 * @param modified nanoseconds since 1970
 */
record FileStamp(String identity, long size, long modified) {
    static FileStamp of(BasicFileAttributes attributes, String path) {
        Object key = attributes.fileKey();
        return new FileStamp(
                key == null ? path : key.toString(),
                attributes.size(),
                attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS));
    }

    /** Whole seconds since 1970, as HTTP dates have them. */
    long modifiedSeconds() {
        return Math.floorDiv(modified, 1_000_000_000L);
    }
}
