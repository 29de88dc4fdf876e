package dev.legato.edge.lane;

import dev.legato.edge.source.OpenFile;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.FileRegion;
import org.jspecify.annotations.Nullable;

/**
 * Sends bytes of a file through Netty's queue of writes, in pieces: the next one is written when the last one is in the
 * socket. A piece ends early when the file changes ({@link OpenFile#region}); the rest follows once it is verified. A
 * piece whose pages are not in the page cache is read by a worker first.
 */
final class QueuedFile {
    /**
     * A worker reads this many bytes before they are sent: the first ones go soon, and the page cache is not filled.
     */
    private static final long MAX_READ_AHEAD = 256 << 10;

    private final HeldHead head;
    private final ColdPause pause;
    private final Cork cork;
    private final @Nullable Pacer pacer;
    private @Nullable FileRegion region;
    private long sentBefore;

    /** @param pacer null to send as fast as the network takes it */
    QueuedFile(HeldHead head, ColdPause pause, Cork cork, @Nullable Pacer pacer) {
        this.head = head;
        this.pause = pause;
        this.cork = cork;
        this.pacer = pacer;
    }

    /** Begins an answer: nothing of it was sent. */
    void begin() {
        region = null;
        sentBefore = 0;
    }

    /** Bytes that the socket has taken since {@link #begin}. */
    long sent() {
        return sentBefore + (region == null ? 0 : region.transferred());
    }

    /** Writes bytes behind the head that is held; the caller flushes, unless a pause has begun. */
    void write(ChannelHandlerContext context, OpenFile file, long position, long count, ChannelPromise promise) {
        if (count == 0) {
            head.write(context);
            var _ = context.write(Unpooled.EMPTY_BUFFER, promise);
            return;
        }
        long piece = pacer == null ? count : pacer.next(count);
        if (piece < count) {
            cork.uncork(); // else what is left of a packet waits for its rest, and the pace delays that
        }
        boolean resident = file.isResident(position, piece);
        if (!resident) {
            piece = Math.min(piece, MAX_READ_AHEAD);
        }
        if (pacer != null) {
            pacer.sent(piece);
        }
        if (resident) {
            cork.cork(piece);
            head.send(context);
            writePiece(context, file, position, piece, count, promise);
        } else {
            head.write(context);
            readAhead(context, file, position, piece, count, promise);
        }
    }

    /** Writes {@code piece} bytes of the {@code count}, and when they are sent the others. */
    private void writePiece(
            ChannelHandlerContext context,
            OpenFile file,
            long position,
            long piece,
            long count,
            ChannelPromise promise) {
        FileRegion next = nextRegion(file, position, piece);
        ChannelPromise written = context.newPromise();
        written.addListener(done -> {
            long bytes = next.transferred();
            if (!done.isSuccess()) {
                boolean _ = promise.tryFailure(done.cause());
            } else if (bytes == count) {
                boolean _ = promise.trySuccess();
            } else if (bytes == piece) {
                write(context, file, position + bytes, count - bytes, promise);
                if (!pause.isActive()) {
                    context.flush();
                }
            } else {
                long left = count - bytes;
                readAhead(context, file, position + bytes, Math.min(left, MAX_READ_AHEAD), left, promise);
            }
        });
        var _ = context.write(next, written);
    }

    private FileRegion nextRegion(OpenFile file, long position, long count) {
        sentBefore = sent();
        FileRegion next = file.region(position, count);
        region = next;
        return next;
    }

    /**
     * Writes a piece after a worker has read it into the page cache, where the kernel keeps it for {@code sendfile}. If
     * the file has changed the worker verifies it first.
     */
    private void readAhead(
            ChannelHandlerContext context,
            OpenFile file,
            long position,
            long piece,
            long count,
            ChannelPromise promise) {
        pause.begin();
        cork.uncork();
        context.flush();
        var _ = file.readAhead(position, piece).whenComplete((ready, failure) -> context.executor()
                .execute(() -> pause.end(() -> {
                    if (failure == null) {
                        writePiece(context, file, position, ready, count, promise);
                        context.flush();
                    } else {
                        // The file has changed, or too many tasks wait for the disk: the event loop must not wait too.
                        boolean _ = promise.tryFailure(failure);
                    }
                })));
    }
}
