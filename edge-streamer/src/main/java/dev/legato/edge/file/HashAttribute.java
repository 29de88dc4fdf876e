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

/** The extended attribute with a file's {@linkplain FileHash hash}. */
final class HashAttribute {
    private static final int MAX_ATTEMPTS = 3;

    private final InstantSource clock;

    HashAttribute(InstantSource clock) {
        this.clock = clock;
    }

    /** The hash kept beside a file; null if there is none that counts. */
    byte @Nullable [] read(Located located) {
        UserDefinedFileAttributeView view = view(located.real());
        if (view == null) {
            return null;
        }
        ByteBuffer value = ByteBuffer.allocate(FileHash.MAX_BYTES);
        try {
            int _ = view.read(FileHash.ATTRIBUTE, value);
        } catch (IOException _) {
            return null; // has none, or cannot have one
        }
        FileHash kept =
                FileHash.parse(StandardCharsets.US_ASCII.decode(value.flip()).toString());
        return kept != null && isOf(kept, located.stamp()) ? HexFormat.of().parseHex(kept.sha256()) : null;
    }

    /**
     * Keeps a hash beside its file.
     *
     * @return the file as it is afterwards, whose ctime has changed; as it was where attributes cannot be written
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
                    return after; // written to meanwhile: it is found to be another when it is opened
                }
                after = new Located(located.key(), located.real(), now);
                if (isOf(kept, now)) {
                    return after;
                }
            }
        } catch (IOException _) {
            // Read-only or no room for it; memory remembers.
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
