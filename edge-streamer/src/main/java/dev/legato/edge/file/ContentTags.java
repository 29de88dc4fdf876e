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
 * Entity tags from content: the same bytes have the same tag on every node and after every restart, and none until it is
 * known.
 *
 * <p>A tag is the first 144 bits of the content's SHA-256. Small files are hashed when they are opened, larger ones by
 * {@link Hashers}. The hash is kept beside the file ({@link HashAttribute}); where attributes cannot be written it is
 * remembered in memory only.
 */
public final class ContentTags implements AutoCloseable {
    private static final int TAG_BYTES = 18;
    private static final int MAX_REMEMBERED = 50_000;

    /** A hash of so much takes a second or two, of more nobody waits for it. */
    private static final long MAX_AWAITED = 1 << 30;

    /** A file that has been growing is hashed when it has been left alone for so long. */
    private static final Duration REST = Duration.ofSeconds(10);

    private final Cache<FileStamp, EntityTag> remembered = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .executor(Runnable::run)
            .build();
    private final ConcurrentHashMap<FileStamp, CompletableFuture<Void>> underWay = new ConcurrentHashMap<>();
    private final Hashers hashers = new Hashers(Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    private final HashAttribute attribute;
    private final InstantSource clock;
    private final long hashAtOnce;
    private final boolean keep;
    private volatile Consumer<String> onNewTag = _ -> {};

    /** A file and the tag it has at present, which may be none. Keeping its hash may have changed its stamp. */
    record Tagged(Located located, @Nullable EntityTag tag) {}

    /**
     * @param hashAtOnce files up to this many bytes are hashed when opened
     * @param keep true to keep hashes in extended attributes
     */
    public ContentTags(long hashAtOnce, boolean keep, InstantSource clock) {
        this.attribute = new HashAttribute(clock);
        this.clock = clock;
        this.hashAtOnce = hashAtOnce;
        this.keep = keep;
    }

    /** Calls {@code listener} with the key of each file whose tag became known after it was opened. */
    void onNewTag(Consumer<String> listener) {
        onNewTag = listener;
    }

    /** The tag of a hash. */
    static EntityTag tag(byte[] hash) {
        byte[] first = Arrays.copyOf(hash, TAG_BYTES);
        return EntityTag.strong(Base64.getUrlEncoder().withoutPadding().encodeToString(first));
    }

    /** The tag, if it is known without reading the file's content; null if not. */
    @Nullable
    EntityTag known(Located located) {
        EntityTag tag = remembered.getIfPresent(located.stamp());
        byte[] kept = tag == null && keep ? attribute.read(located) : null;
        if (kept != null) {
            tag = tag(kept);
            remembered.put(located.stamp(), tag);
        }
        return tag;
    }

    /**
     * The tag that a file has, hashing it if it is small.
     *
     * @param written whether somebody has written to it although nothing of it shows, so that what is known is of no use
     * @throws FileChangedException if it changes meanwhile
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

    /** Whether its hash will be there soon enough for a request to wait for it. */
    boolean isAwaitable(Located located) {
        return located.stamp().size() <= MAX_AWAITED;
    }

    /** Whether it has not been written to for a while. */
    boolean isAtRest(Located located) {
        return clock.instant().minus(REST).getEpochSecond() > located.stamp().modifiedSeconds();
    }

    /**
     * Hashes a file in the background, which happens once however often it is asked for.
     *
     * @return kept when the tag is known or cannot be found
     */
    CompletableFuture<Void> hashLater(Located located) {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> before = underWay.putIfAbsent(located.stamp(), begun);
        if (before != null) {
            return before;
        }
        var _ = hash(located.stamp().size(), (from, to, into) -> read(located, from, to, into))
                .whenComplete((hash, failure) -> {
                    if (failure == null) {
                        Located _ = keep(located, hash);
                        onNewTag.accept(located.key());
                    }
                    // Gone, unreadable or changed otherwise; whoever opens it next tries again.
                    underWay.remove(located.stamp(), begun);
                    begun.complete(null);
                });
        return begun;
    }

    /** The SHA-256 of the first bytes of some source, when the hashers come to it. */
    CompletableFuture<byte[]> hash(long length, Hashers.Source source) {
        return hashers.hash(length, source);
    }

    /** Remembers the tag of a file found to be the same as before. */
    void remember(FileStamp stamp, EntityTag tag) {
        remembered.put(stamp, tag);
    }

    /** Stops hashing; half a hash is thrown away. */
    @Override
    public void close() {
        hashers.close();
    }

    private Located keep(Located located, byte[] hash) {
        Located kept = keep ? attribute.write(located, hash) : located;
        FileStamp before = located.stamp();
        FileStamp after = kept.stamp();
        if (after.size() == before.size() && after.modified() == before.modified()) {
            remembered.put(after, tag(hash));
        }
        return kept;
    }

    /** Fails if it is not the file that was located any more, be it by its attributes. */
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
