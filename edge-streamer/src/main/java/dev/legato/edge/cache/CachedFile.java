package dev.legato.edge.cache;

import dev.legato.edge.http.ByteRange;
import dev.legato.edge.http.HeadFields;
import dev.legato.edge.http.Representation;
import dev.legato.edge.os.Linux;
import dev.legato.edge.policy.CacheStatus;
import dev.legato.edge.policy.StoredHead;
import dev.legato.edge.source.AudioRate;
import dev.legato.edge.source.GuardedRegion;
import dev.legato.edge.source.OpenFile;
import dev.legato.edge.source.Rendition;
import dev.legato.edge.store.DataFile;
import dev.legato.edge.store.StoredObject;
import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The open file of a stored response. Bytes that are not stored are fetched when they are asked for, and can be sent as they
 * arrive. The positions of its methods are those in the representation.
 */
public final class CachedFile implements OpenFile {
    /** Up to this size all pages of a file are looked up at once. */
    private static final long MAX_PROBED = 16 << 20;

    /** For this long a file that was wholly in the page cache is assumed to be there still. */
    private static final long PROBED_NANOS = 1_000_000_000;

    /** How much of a file shows at what rate it plays. */
    private static final long RATE_BYTES = 64;

    private static final long NOT_READ = -1;

    private final CachedResponse response;
    private final StoredObject object;
    private final DataFile file;
    private final FileParts parts;
    private final long completeLength;
    private final boolean forEdge;
    private volatile Described described;
    private volatile Served served;
    private volatile long rate = NOT_READ;
    private volatile boolean resident;
    private volatile long probedAt;

    /** What a head says about the representation. */
    private record Described(StoredHead head, Representation representation) {}

    /** The head as it is served in one second. */
    private record Served(long seconds, StoredHead head, HeadFields fields) {}

    /** @param file a reference to it that is handed over */
    CachedFile(CachedResponse response, DataFile file, FileParts parts) {
        this.response = response;
        this.object = response.object();
        this.file = file;
        this.parts = parts;
        this.completeLength = response.completeLength();
        StoredHead head = response.head();
        this.described = describe(head);
        this.probedAt = parts.nanoTime().getAsLong() - PROBED_NANOS;
        this.served = serve(head, 0);
        this.forEdge = false;
    }

    /** The same for another edge. */
    private CachedFile(CachedFile other, FileParts parts) {
        this.response = other.response;
        this.object = other.object;
        this.file = other.file;
        this.parts = parts;
        this.completeLength = other.completeLength;
        this.described = other.described;
        this.probedAt = other.probedAt;
        this.served = other.served;
        this.forEdge = true;
    }

    /** The same file for another edge; takes this one's reference over. */
    CachedFile forEdge() {
        return new CachedFile(this, parts.forEdge());
    }

    /** Whether it is sent to another edge, which waits for the head of the answer, but not for long. */
    public boolean isForEdge() {
        return forEdge;
    }

    private Described describe(StoredHead head) {
        String type = head.fields().get("content-type");
        String control = head.fields().get("cache-control");
        Representation representation = new Representation(
                head.validators(),
                completeLength,
                type == null ? "application/octet-stream" : type,
                control == null ? "" : control,
                Rendition.of(path()));
        return new Described(head, representation);
    }

    /** The key without its query. */
    private String path() {
        int query = object.key().indexOf('?');
        return query < 0 ? object.key() : object.key().substring(0, query);
    }

    CachedResponse response() {
        return response;
    }

    /** The same file, by the same reference, once its body has arrived and its length is known. */
    CachedFile completed() {
        return new CachedFile(response, file, parts);
    }

    /** The status of the stored response. */
    public int status() {
        return response.head().status();
    }

    /** The head that is served now. */
    public StoredHead storedHead() {
        return response.head();
    }

    /** The part of the representation that this is, if it is one that stands alone; null for a whole. */
    public @Nullable ByteRange part() {
        return response.isPart() ? new ByteRange(response.start(), response.start() + object.length()) : null;
    }

    /** Whether the complete length is not known yet, since the body arrives in chunks. */
    public boolean isGrowing() {
        return completeLength < 0;
    }

    @Override
    public FileChannel channel() {
        return file.channel();
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a renewed head is another instance
    public Representation representation() {
        Described last = described;
        StoredHead head = response.head();
        if (last.head != head) {
            last = describe(head);
            described = last;
        }
        return last.representation;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // a renewed head is another instance
    public HeadFields head(long seconds) {
        Served last = served;
        StoredHead head = response.head();
        if (last.seconds != seconds || last.head != head) {
            last = serve(head, seconds);
            served = last;
        }
        return last.fields;
    }

    /**
     * The same with another account of what the cache did.
     *
     * @param status for Cache-Status
     */
    public HeadFields head(CacheStatus status) {
        return parts.heads().of(response.head(), parts.clock().millis(), status);
    }

    private Served serve(StoredHead head, long seconds) {
        return new Served(seconds, head, parts.heads().ofHit(head, parts.clock().millis()));
    }

    /** Read once the first bytes are there, since some formats tell it there. */
    @Override
    public long bytesPerSecond() {
        long known = rate;
        long length = object.length();
        if (known != NOT_READ || length < 0 || response.start() > 0) {
            return Math.max(0, known);
        }
        long count = Math.min(RATE_BYTES, length);
        boolean begun = object.available(0, count) == count;
        long found = AudioRate.of(path(), file.channel(), length);
        if (begun) {
            rate = found;
        }
        return found;
    }

    /** Always true: the bytes of a stored response never change. */
    @Override
    public boolean isUnchanged() {
        return true;
    }

    @Override
    public boolean isSendable() {
        return parts.linux().isPresent() && file.descriptor() >= 0;
    }

    @Override
    public long sendTo(int socket, long offset, long count) {
        return parts.linux().orElseThrow().sendFile(socket, file.descriptor(), place(offset), count);
    }

    @Override
    public FileRegion region(long offset, long count) {
        long end = place(offset) + count;
        return new GuardedRegion(
                file.channel(), place(offset), count, at -> object.available(at, end - at) == end - at);
    }

    @Override
    public boolean isResident(long offset, long length) {
        return isResident(offset, length, parts.nanoTime().getAsLong());
    }

    @Override
    public boolean isResident(long offset, long length, long now) {
        long at = place(offset);
        object.touch(at);
        return (object.isPresent(at, length) || object.available(at, length) == length) && isInMemory(at, length, now);
    }

    private boolean isInMemory(long at, long length, long now) {
        Optional<Linux> linux = parts.linux();
        if (linux.isEmpty() || file.descriptor() < 0) {
            return true;
        }
        long size = object.length();
        if (size >= 0 && size <= MAX_PROBED && now - probedAt >= PROBED_NANOS) {
            resident = linux.get().isResident(file.descriptor(), 0, size);
            probedAt = now;
        }
        return resident || linux.get().isResident(file.descriptor(), at, length);
    }

    @Override
    public int readCached(ByteBuf into, long offset, int length) {
        Optional<Linux> linux = parts.linux();
        long at = place(offset);
        int ready = (int) object.available(at, Math.min(length, into.writableBytes()));
        if (ready == 0 || linux.isEmpty() || file.descriptor() < 0 || !into.hasMemoryAddress()) {
            return 0;
        }
        int begin = into.writerIndex();
        int count = linux.get().readCached(file.descriptor(), into.memoryAddress() + begin, ready, at);
        if (count <= 0 || object.available(at, count) < count) {
            return 0; // not in memory, or evicted while it was read
        }
        into.writerIndex(begin + count);
        return count;
    }

    @Override
    public CompletionStage<Integer> read(ByteBuf into, long offset, int length) {
        long at = place(offset);
        return parts.fetches().await(this, at, length).thenCompose(ready -> {
            int wanted = (int) Math.min(ready, Math.min(length, into.writableBytes()));
            ByteBuffer bytes = into.nioBuffer(into.writerIndex(), wanted);
            return parts.workers().submit(() -> object.read(bytes, at)).thenCompose(count -> {
                if (count < 0) {
                    return read(into, offset, length); // evicted meanwhile
                }
                into.writerIndex(into.writerIndex() + count);
                return CompletableFuture.completedFuture(count);
            });
        });
    }

    /**
     * Appends the next bytes of a body whose length may not be known yet, as soon as there are any.
     *
     * @return how many; 0 at the end of the body; fails as {@link #read} does
     */
    public CompletionStage<Integer> readNext(ByteBuf into, long offset, int length) {
        return read(into, offset, length)
                .exceptionallyCompose(failure -> object.length() == offset
                        ? CompletableFuture.completedFuture(0)
                        : CompletableFuture.failedFuture(failure));
    }

    @Override
    public CompletionStage<Long> readAhead(long offset, long length) {
        long at = place(offset);
        return parts.fetches()
                .await(this, at, length)
                .thenCompose(ready -> isInMemory(at, ready, parts.nanoTime().getAsLong())
                        ? CompletableFuture.completedFuture(ready)
                        : parts.workers().submit(() -> {
                            readPages(at, ready);
                            return ready;
                        }));
    }

    private void readPages(long at, long length) throws IOException {
        ByteBuffer scratch = ByteBuffer.allocate(Math.clamp(length, 1, 128 << 10));
        for (long done = 0; done < length; ) {
            int count = file.channel().read(scratch.clear(), at + done);
            if (count <= 0) {
                return;
            }
            done += count;
        }
    }

    @Override
    public boolean acquire() {
        return file.acquire();
    }

    @Override
    public void release() {
        file.release();
    }

    private long place(long offset) {
        return offset - response.start();
    }
}
