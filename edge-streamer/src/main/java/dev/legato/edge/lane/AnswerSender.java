package dev.legato.edge.lane;

import dev.legato.edge.file.OpenFile;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPromise;

/** The handler that takes the fast lane's answers to their socket, one after the other. */
interface AnswerSender extends ChannelHandler {
    /** Bytes of a file that are sent between two looks at it. */
    long SLICE = 1 << 20;

    /**
     * An answer begins.
     *
     * @param target of the request
     */
    void begin(OpenFile file, String target);

    /**
     * Sends a head and the first bytes of its file past the queue of writes, if there is such a way.
     *
     * @param head what is not sent at once goes with {@link #sendOn}; the caller keeps the buffer
     * @param file looked at a moment ago and known to have stayed as it was
     * @param count up to this many bytes of the file
     * @param moment of that look
     * @return bytes of the file the socket has taken, or -1 if not even all of the head
     */
    long sendAtOnce(ByteBuf head, OpenFile file, long position, long count, Moment moment);

    /** Writes and flushes more bytes of the file. */
    void sendOn(OpenFile file, long position, long count, ChannelPromise promise);

    /** Bytes of the file that the connection has taken since {@link #begin}. */
    long sent();

    /** The answer that was being sent is over. */
    void answered();
}
