package dev.legato.edge.file;

import dev.legato.contracts.FileHash;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Reads and writes the extended attribute that holds a file's {@linkplain FileHash hash}. */
final class HashAttribute {
    private static final int MAX_ATTEMPTS = 3;

    private final InstantSource clock;

    HashAttribute(InstantSource clock) {
        this.clock = clock;
    }

    /** The hash in a file's attribute; null if there is none, or it belongs to another version of the file. */
    byte @Nullable [] read(Located located) {
        UserDefinedFileAttributeView view = view(located.real());
        if (view == null) {
            return null;
        }
        ByteBuffer value = ByteBuffer.allocate(FileHash.MAX_BYTES);
        try {
            int _ = view.read(FileHash.ATTRIBUTE, value);
        } catch (IOException _) {
            return null; // the file has no attribute, or cannot have one
        }
        FileHash kept =
                FileHash.parse(StandardCharsets.US_ASCII.decode(value.flip()).toString());
        return kept != null && isOf(kept, located.stamp()) ? HexFormat.of().parseHex(kept.sha256()) : null;
    }

    /**
     * Writes a hash to its file's attribute.
     *
     * @return the file afterwards, with another ctime; unchanged where attributes cannot be written
     */
    Located write(Located located, byte[] hash) {
        UserDefinedFileAttributeView view = view(located.real());
        FileStamp stamp = located.stamp();
        Located after = located;
        try {
            for (int i = 0; view != null && i < MAX_ATTEMPTS; i++) {
                FileHash kept = new FileHash(
                        stamp.size(), stamp.modified(), HexFormat.of().formatHex(hash), nanos(clock.instant()));
                int _ = view.write(
                        FileHash.ATTRIBUTE, ByteBuffer.wrap(kept.toString().getBytes(StandardCharsets.US_ASCII)));
                FileStamp now = FileStamp.of(located.real());
                if (now == null
                        || !now.isSameFile(stamp)
                        || now.size() != stamp.size()
                        || now.modified() != stamp.modified()) {
                    return after; // it was written to meanwhile, which is noticed when it is opened
                }
                after = new Located(located.key(), located.real(), now);
                if (isOf(kept, now)) {
                    return after;
                }
            }
        } catch (IOException _) {
            // It is read-only, or has no room for it; the hash is remembered in memory.
        }
        return after;
    }

    private static boolean isOf(FileHash kept, FileStamp stamp) {
        return kept.isOf(stamp.size(), stamp.modified(), stamp.changed());
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }

    private static @Nullable UserDefinedFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }
}
