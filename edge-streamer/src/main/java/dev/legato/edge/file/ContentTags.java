package dev.legato.edge.file;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.legato.edge.http.EntityTag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags from content: the same bytes have the same tag on every node and after every restart.
 *
 * <p>A tag is the first 144 bits of the content's SHA-256. Small files are hashed when they are opened; a large one is
 * hashed by a thread of its own while it is served under a provisional tag (from inode, size and time), which stays
 * valid for comparison afterwards. The hash is kept beside the file, in the extended attribute
 * {@code user.legato.sha256}, together with the size and time it was computed for:
 *
 * <pre>
 *   10485760 1798761600000000000 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08
 *   bytes    mtime, ns           SHA-256
 * </pre>
 *
 * <p>Where attributes cannot be written it is remembered in memory only.
 */
public final class ContentTags implements AutoCloseable {
    private static final String ATTRIBUTE = "legato.sha256";
    private static final int TAG_BYTES = 18;
    private static final int BUFFER = 1 << 20;
    private static final int REMEMBERED = 50_000;

    private final Cache<FileStamp, EntityTag> remembered = Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .executor(Runnable::run)
            .build();
    private final Set<FileStamp> queued = ConcurrentHashMap.newKeySet();
    private final FileWorkers hasher = new FileWorkers(1);
    private final long hashAtOnce;
    private final boolean keep;
    private volatile boolean closed;
    private volatile Consumer<String> onNewTag = _ -> {};

    /**
     * @param hashAtOnce files up to this many bytes are hashed when opened
     * @param keep true to keep hashes in extended attributes
     */
    public ContentTags(long hashAtOnce, boolean keep) {
        this.hashAtOnce = hashAtOnce;
        this.keep = keep;
    }

    /** Calls {@code listener} with the key of each file whose tag became known after it was opened. */
    void onNewTag(Consumer<String> listener) {
        onNewTag = listener;
    }

    /** The tag of a file not hashed yet. */
    static EntityTag provisional(FileStamp stamp) {
        byte[] digest = sha256().digest(stamp.toString().getBytes(StandardCharsets.UTF_8));
        return tag(digest);
    }

    /** The tag from content; null if it will be known later. */
    @Nullable
    EntityTag find(Located located, FileChannel channel) {
        FileStamp stamp = located.stamp();
        EntityTag known = remembered.getIfPresent(stamp);
        if (known == null) {
            known = keep ? read(located) : null;
            if (known == null && stamp.size() <= hashAtOnce) {
                known = hash(located, channel);
            }
            if (known == null) {
                hashLater(located);
            } else {
                remembered.put(stamp, known);
            }
        }
        return known;
    }

    /** Stops hashing; half a hash is thrown away. */
    @Override
    public void close() {
        closed = true;
        hasher.close();
    }

    private void hashLater(Located located) {
        if (!queued.add(located.stamp())) {
            return;
        }
        try {
            hasher.execute(() -> {
                try (FileChannel channel = FileChannel.open(located.real(), StandardOpenOption.READ)) {
                    EntityTag tag = hash(located, channel);
                    if (tag != null) {
                        remembered.put(located.stamp(), tag);
                        onNewTag.accept(located.key());
                    }
                } catch (IOException _) {
                    // Gone or unreadable; whoever opens it next tries again.
                } finally {
                    queued.remove(located.stamp());
                }
            });
        } catch (RejectedExecutionException _) {
            queued.remove(located.stamp());
        }
    }

    /** Null if the file cannot be read to its end or changed meanwhile. */
    private @Nullable EntityTag hash(Located located, FileChannel channel) {
        MessageDigest digest = sha256();
        long size = located.stamp().size();
        ByteBuffer buffer = ByteBuffer.allocate(Math.clamp(size, 1, BUFFER));
        try {
            for (long at = 0; at < size; ) {
                int count = channel.read(buffer.clear(), at);
                if (count < 0 || closed) {
                    return null;
                }
                digest.update(buffer.flip());
                at += count;
            }
            if (!FileOpener.isStill(located)) {
                return null;
            }
        } catch (IOException _) {
            return null;
        }
        byte[] hash = digest.digest();
        if (keep) {
            write(located, hash);
        }
        return tag(hash);
    }

    private static @Nullable EntityTag read(Located located) {
        UserDefinedFileAttributeView view = view(located.real());
        if (view == null) {
            return null;
        }
        ByteBuffer value = ByteBuffer.allocate(128);
        try {
            int _ = view.read(ATTRIBUTE, value);
        } catch (IOException _) {
            return null; // has none, or cannot have one
        }
        String[] parts =
                StandardCharsets.US_ASCII.decode(value.flip()).toString().split(" ", -1);
        FileStamp stamp = located.stamp();
        return parts.length == 3
                        && parts[0].equals(Long.toString(stamp.size()))
                        && parts[1].equals(Long.toString(stamp.modified()))
                        && parts[2].matches("[0-9a-f]{64}")
                ? tag(HexFormat.of().parseHex(parts[2]))
                : null;
    }

    private static void write(Located located, byte[] hash) {
        UserDefinedFileAttributeView view = view(located.real());
        if (view == null) {
            return;
        }
        FileStamp stamp = located.stamp();
        String value =
                stamp.size() + " " + stamp.modified() + ' ' + HexFormat.of().formatHex(hash);
        try {
            int _ = view.write(ATTRIBUTE, ByteBuffer.wrap(value.getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException _) {
            // Read-only or no room for it; memory remembers.
        }
    }

    private static @Nullable UserDefinedFileAttributeView view(Path path) {
        return Files.getFileAttributeView(path, UserDefinedFileAttributeView.class);
    }

    private static EntityTag tag(byte[] hash) {
        byte[] first = Arrays.copyOf(hash, TAG_BYTES);
        return EntityTag.strong(Base64.getUrlEncoder().withoutPadding().encodeToString(first));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
