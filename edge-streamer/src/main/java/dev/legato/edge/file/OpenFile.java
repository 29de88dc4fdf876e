package dev.legato.edge.file;

import dev.legato.edge.http.HeadBytes;
import dev.legato.edge.http.Representation;
import io.netty.buffer.ByteBuf;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A file held open, and what answers say about it.
 *
 * <p>Counted by reference: the index holds one, every response under way another. The last to let go closes it, so
 * that a file evicted, replaced or deleted is still sent to its end.
 */
public final class OpenFile {
    /** Bytes of a file whose pages are looked for all at once: some tens of microseconds. */
    private static final long MAX_PROBED = 16 << 20;

    /** How long a file found wholly in the page cache is taken to be there still. */
    private static final long PROBED_NANOS = 1_000_000_000;

    private final OpenedFile opened;
    private final AnnouncedBytes announced;
    private final FileStamp stamp;
    private final Representation representation;
    private final HeadBytes head;
    private final long bytesPerSecond;
    private final Consumer<OpenedFile> close;
    private final AtomicInteger references = new AtomicInteger(1);
    private final AtomicBoolean checking = new AtomicBoolean();
    private final LongSupplier nanoTime;
    private volatile boolean resident;
    private volatile long probedAt;
    private volatile long checkedAt;

    /**
     * @param head the representation's fields as HTTP/1.1 writes them
     * @param bytesPerSecond of audio, 0 if unknown
     * @param checkedAt nanoseconds of the index's ticker at which the path led to this file
     * @param nanoTime that ticker
     * @param close closes what was opened, called once
     */
    OpenFile(
            OpenedFile opened,
            AnnouncedBytes announced,
            FileStamp stamp,
            Representation representation,
            HeadBytes head,
            long bytesPerSecond,
            long checkedAt,
            LongSupplier nanoTime,
            Consumer<OpenedFile> close) {
        this.opened = opened;
        this.announced = announced;
        this.stamp = stamp;
        this.representation = representation;
        this.head = head;
        this.bytesPerSecond = bytesPerSecond;
        this.checkedAt = checkedAt;
        this.nanoTime = nanoTime;
        this.probedAt = checkedAt - PROBED_NANOS;
        this.close = close;
    }

    public FileChannel channel() {
        return opened.channel();
    }

    public Representation representation() {
        return representation;
    }

    public HeadBytes head() {
        return head;
    }

    /** How many of its bytes a second of audio takes; 0 if that is not known. */
    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    /**
     * False if its bytes may be others than its representation says: then nothing of it may be sent before they are
     * {@linkplain #verify verified}.
     */
    public boolean isUnchanged() {
        return announced.judge() == Judgement.KEPT;
    }

    /**
     * Finds out whether its bytes are still those that its representation describes.
     *
     * @return fails with an IOException if they are not
     */
    public CompletionStage<Void> verify() {
        if (!acquire()) {
            return CompletableFuture.failedFuture(new IOException("the file is closed"));
        }
        return announced.verify().whenComplete((_, _) -> release());
    }

    /** For system calls of our own, or -1; open as long as a reference is held. */
    public int descriptor() {
        return opened.witness().descriptor();
    }

    /** False if a new request must not be answered with it: it was written to, deleted or replaced by rename. */
    boolean isCurrent(long now) {
        return opened.witness().isCurrent(now);
    }

    /** False if some of these bytes would have to come from the disk first. */
    public boolean isResident(long offset, long length) {
        return isResident(offset, length, nanoTime.getAsLong());
    }

    /**
     * The same without a look at the clock.
     *
     * @param now nanoseconds of the index's ticker
     */
    public boolean isResident(long offset, long length, long now) {
        long size = stamp.size();
        if (size <= MAX_PROBED && now - probedAt >= PROBED_NANOS) {
            resident = opened.witness().isResident(0, size);
            probedAt = now;
        }
        return resident || opened.witness().isResident(offset, length);
    }

    /**
     * Reads bytes into a buffer, behind those it has, without waiting for the disk.
     *
     * @param length at most this many, and no more than there is room for
     * @return bytes read, 0 if {@link FileWorkers#read} has to wait for the disk or for the file to be verified
     * @throws IOException if the file has changed
     */
    public int readCached(ByteBuf into, long offset, int length) throws IOException {
        int begin = into.writerIndex();
        int count = into.hasMemoryAddress()
                ? opened.witness()
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
     * The same, waiting.
     *
     * @return bytes read; 0 if the file has to be verified first
     */
    int read(ByteBuf into, long offset, int length) throws IOException {
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

    /** False if what was read has to be verified. */
    private boolean isKept() throws IOException {
        return switch (announced.judge()) {
            case KEPT -> true;
            case UNSURE -> false;
            case LOST -> throw new IOException("the file changed while it was sent");
        };
    }

    /** Reads bytes into the page cache and throws them away. Waits for the disk. */
    public void readAhead(long offset, long length) {
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
            // Whoever sends the bytes meets the same fault and reports it.
        }
    }

    FileStamp stamp() {
        return stamp;
    }

    /** False if this is not what was located, or somebody has written to it since it was opened, whatever it looks like. */
    boolean isAt(Located located) {
        return stamp.equals(located.stamp()) && opened.witness().told().writes() <= 0;
    }

    /** Whether somebody has written to it since it was opened, even if what is located looks as if nobody had. */
    boolean wasWrittenTo(Located located) {
        return stamp.isSameFile(located.stamp()) && opened.witness().told().writes() > 0;
    }

    boolean hasGrownInto(Located located) {
        return stamp.isSameFile(located.stamp())
                && stamp.size() < located.stamp().size();
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

    /** It could not be checked; another request may try. */
    void unchecked() {
        checking.set(false);
    }

    /** True for the one caller who is to look whether the path still leads here. */
    boolean beginCheck() {
        return !checking.get() && checking.compareAndSet(false, true);
    }
}
