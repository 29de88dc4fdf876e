package dev.legato.edge.lane;

import dev.legato.contracts.SignedPath;
import dev.legato.edge.source.OpenFile;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.ChannelHandlerAdapter;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads files into memory for the {@code SslHandler} before it, which encrypts each buffer as soon as it gets it. Bytes
 * in the page cache are read at once, others by a worker. An answer's head is at the beginning of its first buffer, and
 * leaves in the same record and packet as the bytes after it.
 */
final class TlsSender extends ChannelHandlerAdapter implements AnswerSender {
    /** Bytes of a file read in one step: eight TLS records. */
    private static final int CHUNK = 128 << 10;

    private final @Nullable Pacer pacer;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf first;
    private long sent;

    /** @param pacer null to send as fast as the network takes it */
    TlsSender(@Nullable Pacer pacer) {
        this.pacer = pacer;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void begin(OpenFile file, @Nullable SignedPath link) {
        sent = 0;
        if (pacer != null) {
            pacer.begin(file, link);
        }
    }

    /** Only prepares the first buffer, since nothing goes past the encryption. */
    @Override
    public long sendAtOnce(ByteBuf head, OpenFile file, long position, long count, Moment moment) {
        first = buffer(head.readableBytes(), count).writeBytes(head);
        return -1;
    }

    @Override
    public void sendQueued(OpenFile file, long position, long count, ChannelPromise promise) {
        ByteBuf chunk = first == null ? buffer(0, count) : first;
        first = null;
        if (count == 0) {
            write(chunk, file, position, 0, 0, promise);
            return;
        }
        int length = (int) Math.min(chunk.writableBytes(), pacer == null ? count : pacer.next(count));
        try {
            int read = file.readCached(chunk, position, length);
            if (read > 0) {
                write(chunk, file, position, read, count, promise);
                return;
            }
        } catch (IOException e) {
            fail(chunk, e, promise);
            return;
        }
        var _ = file.read(chunk, position, length)
                .whenComplete((read, failure) -> own().executor().execute(() -> {
                    if (failure == null) {
                        write(chunk, file, position, read, count, promise);
                    } else {
                        fail(chunk, failure, promise);
                    }
                }));
    }

    /** Counts chunks that the socket has taken whole. */
    @Override
    public long sent() {
        return sent;
    }

    @Override
    public void end() {
        if (pacer != null) {
            pacer.end();
        }
    }

    /** Writes a chunk with {@code length} of the {@code count} bytes, and sends the others afterwards. */
    private void write(ByteBuf chunk, OpenFile file, long position, int length, long count, ChannelPromise promise) {
        if (pacer != null) {
            pacer.sent(length);
        }
        if (length == count) {
            var _ = own().writeAndFlush(chunk, promise);
            return;
        }
        var _ = own().writeAndFlush(chunk).addListener(written -> {
            if (written.isSuccess()) {
                sent += length;
                sendQueued(file, position + length, count - length, promise);
            } else {
                boolean _ = promise.tryFailure(written.cause());
            }
        });
    }

    private static void fail(ByteBuf chunk, Throwable cause, ChannelPromise promise) {
        chunk.release();
        boolean _ = promise.tryFailure(cause);
    }

    private ChannelHandlerContext own() {
        return Objects.requireNonNull(context);
    }

    /** Makes a buffer with room for a head and for the bytes after it that are read in one step. */
    private static ByteBuf buffer(int headBytes, long count) {
        return PooledByteBufAllocator.DEFAULT.directBuffer(headBytes + (int) Math.min(count, CHUNK));
    }
}
