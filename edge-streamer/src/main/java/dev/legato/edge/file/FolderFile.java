package dev.legato.edge.file;

import dev.legato.edge.http.HeadFields;
import dev.legato.edge.http.Representation;
import dev.legato.edge.source.GuardedRegion;
import dev.legato.edge.source.OpenFile;
import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
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
 * A file of the folder. When it changes while it is sent, {@link AnnouncedBytes} tells whether the bytes that answers
 * have announced are still there.
 */
final class FolderFile implements OpenFile {
    /** Up to this size all pages of a file are looked up at once, which takes some tens of microseconds. */
    private static final long MAX_PROBED = 16 << 20;

    /** For this long a file that was wholly in the page cache is assumed to be there still. */
    private static final long PROBED_NANOS = 1_000_000_000;

    private final OpenedFile opened;
    private final AnnouncedBytes announced;
    private final Representation representation;
    private final HeadFields head;
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
    FolderFile(
            OpenedFile opened,
            AnnouncedBytes announced,
            Representation representation,
            HeadFields head,
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

    @Override
    public FileChannel channel() {
        return opened.channel();
    }

    @Override
    public Representation representation() {
        return representation;
    }

    @Override
    public HeadFields head(long seconds) {
        return head;
    }

    @Override
    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    @Override
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

    @Override
    public boolean isSendable() {
        return opened.handle().isSendable();
    }

    @Override
    public long sendTo(int socket, long offset, long count) {
        return opened.handle().sendTo(socket, offset, count);
    }

    @Override
    public FileRegion region(long offset, long count) {
        return new GuardedRegion(channel(), offset, count, _ -> isUnchanged());
    }

    /** False if new requests must be answered with another file: it was written to, deleted or replaced by rename. */
    boolean isCurrent(long now) {
        return opened.handle().isCurrent(now);
    }

    @Override
    public boolean isResident(long offset, long length) {
        return isResident(offset, length, nanoTime.getAsLong());
    }

    @Override
    public boolean isResident(long offset, long length, long now) {
        long size = representation.completeLength();
        if (size <= MAX_PROBED && now - probedAt >= PROBED_NANOS) {
            resident = opened.handle().isResident(0, size);
            probedAt = now;
        }
        return resident || opened.handle().isResident(offset, length);
    }

    @Override
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

    @Override
    public CompletionStage<Integer> read(ByteBuf into, long offset, int length) {
        return workers.submit(() -> readNow(into, offset, length))
                .thenCompose(count -> count > 0
                        ? CompletableFuture.completedFuture(count)
                        : verify().thenCompose(_ -> read(into, offset, length)));
    }

    @Override
    public CompletionStage<Long> readAhead(long offset, long length) {
        return workers.submit(this::isUnchanged)
                .thenCompose(unchanged -> unchanged ? CompletableFuture.completedFuture(null) : verify())
                .thenCompose(_ -> workers.submit(() -> {
                    readPages(offset, length);
                    return length;
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

    @Override
    public boolean acquire() {
        int count = references.get();
        while (count > 0) {
            if (references.compareAndSet(count, count + 1)) {
                return true;
            }
            count = references.get();
        }
        return false;
    }

    @Override
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
