package dev.legato.edge.file;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.legato.edge.http.EntityTag;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Entity tags from content: the same bytes have the same tag on every edge and after every restart. A file has no tag
 * until its hash is known.
 *
 * <p>A tag is the first 144 bits of the content's SHA-256. Small files are hashed when they are opened, larger ones by
 * {@link Hashers}. The hash is stored in an attribute of the file ({@link HashAttribute}); where attributes cannot be
 * written it is remembered in memory only.
 */
public final class ContentTags implements AutoCloseable {
    private static final int TAG_BYTES = 18;
    private static final int MAX_REMEMBERED = 50_000;

    /** Requests wait for the hash of files up to this size, which takes a second or two. */
    private static final long MAX_AWAITED = 1 << 30;

    /** A file that was growing is hashed when it has not been written to for this long. */
    private static final Duration REST = Duration.ofSeconds(10);

    private final Cache<FileStamp, EntityTag> remembered = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .executor(Runnable::run)
            .build();
    private final ConcurrentHashMap<FileStamp, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
    private final Hashers hashers = new Hashers(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    private final HashAttribute attribute;
    private final InstantSource clock;
    private final long hashAtOnce;
    private final boolean keepHashes;
    private volatile Consumer<String> onNewTag = _ -> {};

    /** A file and its tag, null if it is not known yet. Storing the hash may have changed the file's stamp. */
    record Tagged(Located located, @Nullable EntityTag tag) {}

    /**
     * @param hashAtOnce files up to this many bytes are hashed when opened
     * @param keepHashes true to store hashes in extended attributes
     */
    public ContentTags(long hashAtOnce, boolean keepHashes, InstantSource clock) {
        this.attribute = new HashAttribute(clock);
        this.clock = clock;
        this.hashAtOnce = hashAtOnce;
        this.keepHashes = keepHashes;
    }

    /** Calls {@code listener} with the key of each file whose tag became known after it was opened. */
    void onNewTag(Consumer<String> listener) {
        onNewTag = listener;
    }

    /** Makes a tag of a hash. */
    static EntityTag tag(byte[] hash) {
        byte[] first = Arrays.copyOf(hash, TAG_BYTES);
        return EntityTag.strong(Base64.getUrlEncoder().withoutPadding().encodeToString(first));
    }

    /** Returns the tag if it is known without reading the file's content; otherwise null. */
    @Nullable
    EntityTag known(Located located) {
        EntityTag tag = remembered.getIfPresent(located.stamp());
        byte[] kept = tag == null && keepHashes ? attribute.read(located) : null;
        if (kept != null) {
            tag = tag(kept);
            remembered.put(located.stamp(), tag);
        }
        return tag;
    }

    /**
     * Finds a file's tag, by hashing the file if it is small.
     *
     * @param written whether the file was written to although its stamp is the same, so that a remembered tag is wrong
     * @throws FileChangedException if the file changes meanwhile
     */
    Tagged find(Located located, boolean written) throws FileChangedException {
        if (written) {
            remembered.invalidate(located.stamp());
        }
        EntityTag tag = written ? null : known(located);
        if (tag != null || located.stamp().size() > hashAtOnce) {
            return new Tagged(located, tag);
        }
        MessageDigest digest = Hashers.sha256();
        try {
            read(located, 0, located.stamp().size(), digest);
        } catch (FileChangedException e) {
            throw e;
        } catch (IOException _) {
            return new Tagged(located, null);
        }
        byte[] hash = digest.digest();
        return new Tagged(keep(located, hash), tag(hash));
    }

    /** Whether the hash takes so little time that a request may wait for it. */
    boolean isAwaitable(Located located) {
        return located.stamp().size() <= MAX_AWAITED;
    }

    /** Whether the file has not been written to for a while. */
    boolean isAtRest(Located located) {
        return clock.instant().minus(REST).getEpochSecond() > located.stamp().modifiedSeconds();
    }

    /**
     * Schedules a file's hash, once for all callers.
     *
     * @return completes when the tag is known or cannot be found; never fails
     */
    CompletableFuture<Void> scheduleHash(Located located) {
        CompletableFuture<Void> mine = new CompletableFuture<>();
        CompletableFuture<Void> before = running.putIfAbsent(located.stamp(), mine);
        if (before != null) {
            return before;
        }
        var _ = hash(located.stamp().size(), (from, to, into) -> read(located, from, to, into))
                .whenComplete((hash, failure) -> {
                    if (failure == null) {
                        Located _ = keep(located, hash);
                        onNewTag.accept(located.key());
                    }
                    // After a failure the next request that opens the file tries again.
                    running.remove(located.stamp(), mine);
                    mine.complete(null);
                });
        return mine;
    }

    /** Computes the SHA-256 of the first bytes of a source, in the background. */
    CompletableFuture<byte[]> hash(long length, Hashers.Source source) {
        return hashers.hash(length, source);
    }

    /** Remembers the tag of a file whose content was found unchanged. */
    void remember(FileStamp stamp, EntityTag tag) {
        remembered.put(stamp, tag);
    }

    /** Stops hashing and discards unfinished hashes. */
    @Override
    public void close() {
        hashers.close();
    }

    private Located keep(Located located, byte[] hash) {
        Located kept = keepHashes ? attribute.write(located, hash) : located;
        FileStamp before = located.stamp();
        FileStamp after = kept.stamp();
        if (after.size() == before.size() && after.modified() == before.modified()) {
            remembered.put(after, tag(hash));
        }
        return kept;
    }

    /** Adds a part of a file to a hash; fails if the file or its attributes have changed since it was located. */
    private static void read(Located located, long from, long to, MessageDigest into) throws IOException {
        try (FileChannel channel =
                FileChannel.open(located.real(), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            Hashers.read(channel, from, to, into);
        }
        if (!FileOpener.isStill(located)) {
            throw new FileChangedException(located);
        }
    }
}
