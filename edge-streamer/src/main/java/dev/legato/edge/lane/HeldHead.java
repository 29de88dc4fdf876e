package dev.legato.edge.lane;

import dev.legato.edge.os.Linux;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.unix.UnixChannel;
import java.nio.channels.ClosedChannelException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Holds an answer's head back until it is known whether a file follows. If one does, the head goes out by {@code
 * send(MSG_MORE)}, so that the kernel puts both into the same packets: that saves a segment and a wake-up over {@code
 * writev} and {@code sendfile} one after the other.
 */
final class HeldHead {
    private static final int MAX_BYTES = 4096;

    private final Optional<Linux> linux;
    private @Nullable ByteBuf head;
    private @Nullable ChannelPromise promise;

    /** @param linux system calls, where there are any; without them no head is held */
    HeldHead(Optional<Linux> linux) {
        this.linux = linux;
    }

    boolean isEmpty() {
        return head == null;
    }

    /** Whether a buffer can go straight to the socket as a head: it would be the first thing in the queue of writes. */
    boolean isSendable(ChannelHandlerContext context, ByteBuf buffer) {
        return linux.isPresent()
                && head == null
                && buffer.hasMemoryAddress()
                && buffer.isReadable()
                && buffer.readableBytes() <= MAX_BYTES
                && context.channel() instanceof UnixChannel
                && isQueueEmpty(context.channel());
    }

    private static boolean isQueueEmpty(Channel channel) {
        ChannelOutboundBuffer queue = channel.unsafe().outboundBuffer();
        return queue != null && queue.isEmpty() && queue.totalPendingWriteBytes() == 0;
    }

    /** Holds a head that {@link #isSendable}. */
    void hold(ByteBuf buffer, ChannelPromise written) {
        head = buffer;
        promise = written;
    }

    /**
     * Sends as much of a head as the socket takes, and skips that in the buffer.
     *
     * @param buffer one that {@link #isSendable}
     * @return whether that was all of it
     */
    boolean sendMore(Channel channel, ByteBuf buffer) {
        int socket = ((UnixChannel) channel).fd().intValue();
        long sent = linux.orElseThrow()
                .sendMore(socket, buffer.memoryAddress() + buffer.readerIndex(), buffer.readableBytes());
        buffer.skipBytes((int) Math.max(0, sent));
        return !buffer.isReadable();
    }

    /** Sends the head, if there is one, ahead of a file; what the socket does not take is written to the queue. */
    void send(ChannelHandlerContext context) {
        ByteBuf held = head;
        ChannelPromise written = promise;
        if (held == null || written == null || !context.channel().isActive() || !sendMore(context.channel(), held)) {
            write(context);
            return;
        }
        clear();
        held.release();
        boolean _ = written.trySuccess();
    }

    /** Writes the head, if there is one, to the queue. */
    void write(ChannelHandlerContext context) {
        ByteBuf held = head;
        ChannelPromise written = promise;
        clear();
        if (held != null && written != null) {
            var _ = context.write(held, written);
        }
    }

    /** Drops the head, as its connection closes. */
    void drop() {
        ByteBuf held = head;
        ChannelPromise written = promise;
        clear();
        if (held != null && written != null) {
            held.release();
            boolean _ = written.tryFailure(new ClosedChannelException());
        }
    }

    private void clear() {
        head = null;
        promise = null;
    }
}
