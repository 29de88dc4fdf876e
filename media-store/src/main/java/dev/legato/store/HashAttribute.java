package dev.legato.store;

import dev.legato.contracts.FileHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The extended attribute in which an edge finds the {@linkplain FileHash hash} of an object, so that it need not read the
 * object to know its entity tag. Best effort: where a file system has no attributes, edges hash.
 */
final class HashAttribute {
    private static final int MAX_ATTEMPTS = 3;

    private HashAttribute() {}

    /** Sets it. It counts unless more than some milliseconds pass before the file's ctime changes for the last time. */
    static void write(Path file, StoredObject object) {
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        if (view == null) {
            return;
        }
        try {
            long modified = Files.getLastModifiedTime(file).to(TimeUnit.NANOSECONDS);
            Instant now = Clock.systemUTC().instant();
            FileHash hash = new FileHash(
                    object.bytes(), modified, object.sha256(), now.getEpochSecond() * 1_000_000_000L + now.getNano());
            int _ = view.write(
                    FileHash.ATTRIBUTE, ByteBuffer.wrap(hash.toString().getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException _) {
            // No attributes here, or no room for one.
        }
    }

    /** Sets it again if it does not count: the move into place took too long. */
    static void ensure(Path file, StoredObject object) {
        for (int i = 0; i < MAX_ATTEMPTS && !isSet(file, object); i++) {
            write(file, object);
        }
    }

    /** Whether a file has one with the object's hash that counts, or cannot have one. */
    static boolean isSet(Path file, StoredObject object) {
        UserDefinedFileAttributeView view = Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
        if (view == null || !file.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return true;
        }
        ByteBuffer value = ByteBuffer.allocate(FileHash.MAX_BYTES);
        try {
            int _ = view.read(FileHash.ATTRIBUTE, value);
            FileHash hash = FileHash.parse(
                    StandardCharsets.US_ASCII.decode(value.flip()).toString());
            Map<String, Object> times = Files.readAttributes(file, "unix:size,lastModifiedTime,ctime");
            return hash != null
                    && hash.sha256().equals(object.sha256())
                    && times.get("size") instanceof Long size
                    && times.get("lastModifiedTime") instanceof FileTime modified
                    && times.get("ctime") instanceof FileTime changed
                    && hash.isOf(size, modified.to(TimeUnit.NANOSECONDS), changed.to(TimeUnit.NANOSECONDS));
        } catch (IOException _) {
            return false;
        }
    }
}
