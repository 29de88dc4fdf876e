package dev.legato.edge.file;

import dev.legato.edge.http.HeadBytes;
import dev.legato.edge.http.Representation;
import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A representation whose bytes can be sent at once: a file that is open, what answers say about it, and every way to
 * send a range of it. Both lanes work with this type and know nothing beneath it, neither descriptors nor threads.
 *
 * <p>Five methods give its bytes. Two go past memory: {@link #sendTo} straight to a socket and {@link #region} through
 * Netty's queue of writes. Two read into memory: {@link #readCached} without waiting and {@link #read} with. {@link
 * #readAhead} makes bytes resident for the first two. An event loop calls {@link #isResident} before it sends.
 *
 * <p>References are counted: the index holds one, every response under way another. Whoever releases the last one
 * closes the file, so a file that was evicted, replaced or deleted is still sent to its end.
 */
public final class OpenFile {
    /** Up to this size all pages of a file are looked up at once, which takes some tens of microseconds. */
    private static final long MAX_PROBED = 16 << 20;

    /** For this long a file that was wholly in the page cache is assumed to be there still. */
    private static final long PROBED_NANOS = 1_000_000_000;

    private final OpenedFile opened;
    private final AnnouncedBytes announced;
    private final Representation representation;
    private final HeadBytes head;
    private final long bytesPerSecond;
    private final Consumer<OpenedFile> close;
    private final AtomicInteger references = new AtomicInteger(1);
    private final AtomicBoolean checking = new AtomicBoolean();
    private final LongSupplier nanoTime;
    private final FileWorkers workers;
    private volatile boolean resident;
    private volatile long probedAt;
    private volatile long checkedAt;

    /**
     * @param head the representation's fields as HTTP/1.1 writes them
     * @param bytesPerSecond of audio, 0 if unknown
     * @param checkedAt nanoseconds of the index's ticker at which the path led to this file
     * @param nanoTime that ticker
     * @param workers wait for the disk
     * @param close closes what was opened; called once
     */
    OpenFile(
            OpenedFile opened,
            AnnouncedBytes announced,
            Representation representation,
            HeadBytes head,
            long bytesPerSecond,
            long checkedAt,
            LongSupplier nanoTime,
            FileWorkers workers,
            Consumer<OpenedFile> close) {
        this.opened = opened;
        this.announced = announced;
        this.representation = representation;
        this.head = head;
        this.bytesPerSecond = bytesPerSecond;
        this.checkedAt = checkedAt;
        this.nanoTime = nanoTime;
        this.workers = workers;
        this.probedAt = checkedAt - PROBED_NANOS;
        this.close = close;
    }

    /**
     * The file itself, for Vert.x, which sends nothing but files, and for reading small ones whole. Do not close it.
     */
    public FileChannel channel() {
        return opened.channel();
    }

    /** What answers say about it. */
    public Representation representation() {
        return representation;
    }

    /** The same as HTTP/1.1 writes it. */
    public HeadBytes head() {
        return head;
    }

    /** How many of its bytes one second of audio takes; 0 if that is not known. */
    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    /**
     * False if its bytes may differ from what its representation says. Then nothing may be sent until {@link #read} or
     * {@link #readAhead} has verified them.
     */
    public boolean isUnchanged() {
        return announced.judge() == Judgement.KEPT;
    }

    /** Finds out whether its bytes are still those that its representation describes; fails if they are not. */
    private CompletionStage<Void> verify() {
        if (!acquire()) {
            return CompletableFuture.failedFuture(new IOException("the file is closed"));
        }
        return announced.verify().whenComplete((_, _) -> release());
    }

    /** Whether {@link #sendTo} works, which takes a system with native calls. */
    public boolean isSendable() {
        return opened.handle().isSendable();
    }

    /**
     * Sends bytes to a non-blocking socket, as many as it takes. The caller has found them unchanged and resident.
     *
     * @param socket its descriptor
     * @return bytes taken, or -1
     */
    public long sendTo(int socket, long offset, long count) {
        return opened.handle().sendTo(socket, offset, count);
    }

    /**
     * Bytes to be written to a channel. The region ends early when the file changes: {@link FileRegion#transferred}
     * then says how much was sent, and the rest may follow after {@link #readAhead}.
     */
    public FileRegion region(long offset, long count) {
        return new GuardedRegion(this, offset, count);
    }

    /** False if new requests must be answered with another file: it was written to, deleted or replaced by rename. */
    boolean isCurrent(long now) {
        return opened.handle().isCurrent(now);
    }

    /** False if some of these bytes would have to be read from the disk first. */
    public boolean isResident(long offset, long length) {
        return isResident(offset, length, nanoTime.getAsLong());
    }

    /**
     * The same without reading the clock.
     *
     * @param now nanoseconds of the index's ticker
     */
    public boolean isResident(long offset, long length, long now) {
        long size = representation.completeLength();
        if (size <= MAX_PROBED && now - probedAt >= PROBED_NANOS) {
            resident = opened.handle().isResident(0, size);
            probedAt = now;
        }
        return resident || opened.handle().isResident(offset, length);
    }

    /**
     * Appends bytes to a buffer without waiting for the disk.
     *
     * @param length at most this many, and no more than there is room for
     * @return bytes read; 0 if {@link #read} has to wait for the disk or for the file to be verified
     * @throws IOException if the file has changed
     */
    public int readCached(ByteBuf into, long offset, int length) throws IOException {
        int begin = into.writerIndex();
        int count = into.hasMemoryAddress()
                ? opened.handle()
                        .readCached(into.memoryAddress() + begin, Math.min(length, into.writableBytes()), offset)
                : -1;
        if (count <= 0) {
            return 0;
        }
        if (!isKept()) {
            return 0;
        }
        into.writerIndex(begin + count);
        return count;
    }

    /**
     * Appends bytes to a buffer on a worker. If the file has changed it is verified first.
     *
     * @return how many, at least 1; fails with an IOException if the file cannot be read or its bytes have changed,
     *     with a {@link RejectedExecutionException} if too many tasks wait for the disk
     */
    public CompletionStage<Integer> read(ByteBuf into, long offset, int length) {
        return workers.submit(() -> readNow(into, offset, length))
                .thenCompose(count -> count > 0
                        ? CompletableFuture.completedFuture(count)
                        : verify().thenCompose(_ -> read(into, offset, length)));
    }

    /**
     * Reads bytes into the page cache on a worker. If the file has changed it is verified first.
     *
     * @return fails as {@link #read} does
     */
    public CompletionStage<Void> readAhead(long offset, long length) {
        return workers.submit(this::isUnchanged)
                .thenCompose(unchanged -> unchanged ? CompletableFuture.completedFuture(null) : verify())
                .thenCompose(_ -> workers.submit(() -> {
                    readPages(offset, length);
                    return null;
                }));
    }

    /** Returns 0 if the file has to be verified first. */
    private int readNow(ByteBuf into, long offset, int length) throws IOException {
        int begin = into.writerIndex();
        int count = into.writeBytes(channel(), offset, length);
        if (count <= 0) {
            throw new EOFException("the file was truncated");
        }
        if (!isKept()) {
            into.writerIndex(begin);
            return 0;
        }
        return count;
    }

    /** False if bytes just read have to be verified. */
    private boolean isKept() throws IOException {
        return switch (announced.judge()) {
            case KEPT -> true;
            case UNSURE -> false;
            case LOST -> throw new IOException("the file changed while it was sent");
        };
    }

    private void readPages(long offset, long length) {
        ByteBuffer scratch = ByteBuffer.allocate(Math.clamp(length, 1, 128 << 10));
        try {
            for (long at = offset; at < offset + length; ) {
                int count = channel().read(scratch.clear(), at);
                if (count <= 0) {
                    return;
                }
                at += count;
            }
        } catch (IOException _) {
            // The sender meets the same error and reports it.
        }
    }

    /**
     * False if another file was located, or this one has been written to since it was opened, whatever its stamp says.
     */
    boolean isSameAs(Located located) {
        return announced.stamp().equals(located.stamp())
                && opened.handle().changes().writes() <= 0;
    }

    /** Whether it was located again and has been written to since it was opened, whatever its stamp says. */
    boolean wasWrittenTo(Located located) {
        return announced.stamp().isSameFile(located.stamp())
                && opened.handle().changes().writes() > 0;
    }

    boolean hasGrownInto(Located located) {
        return announced.stamp().isSameFile(located.stamp())
                && announced.stamp().size() < located.stamp().size();
    }

    boolean isTagged() {
        return representation.validators().tag() != null;
    }

    /** Takes a reference; false if the file is closed already. */
    boolean acquire() {
        int count = references.get();
        while (count > 0) {
            if (references.compareAndSet(count, count + 1)) {
                return true;
            }
            count = references.get();
        }
        return false;
    }

    /** Gives a reference back. */
    public void release() {
        if (references.decrementAndGet() == 0) {
            close.accept(opened);
        }
    }

    long checkedAt() {
        return checkedAt;
    }

    void checked(long at) {
        checkedAt = at;
        checking.set(false);
    }

    /** Says that the check failed; another request may try. */
    void unchecked() {
        checking.set(false);
    }

    /** True for the one caller that has to check whether the path still leads here. */
    boolean beginCheck() {
        return !checking.get() && checking.compareAndSet(false, true);
    }
}
