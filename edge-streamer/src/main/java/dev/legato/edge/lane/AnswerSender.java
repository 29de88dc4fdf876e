package dev.legato.edge.lane;

import dev.legato.contracts.SignedPath;
import dev.legato.edge.source.OpenFile;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPromise;
import org.jspecify.annotations.Nullable;

/** Sends the fast lane's answers to their socket, one after the other. */
interface AnswerSender extends ChannelHandler {
    /** Before each slice of so many bytes it is checked whether the file has changed. */
    long SLICE = 1 << 20;

    /**
     * Begins an answer.
     *
     * @param link the verified link that it is given for; null if none was needed
     */
    void begin(OpenFile file, @Nullable SignedPath link);

    /**
     * Sends a head and the first bytes of its file past the queue of writes, if that is possible.
     *
     * @param head what the socket does not take is sent with {@link #sendQueued}; the caller keeps the buffer
     * @param file found unchanged a moment ago
     * @param count up to this many bytes of the file
     * @param moment at which it was found
     * @return bytes of the file that the socket has taken, or -1 if it has not taken all of the head
     */
    long sendAtOnce(ByteBuf head, OpenFile file, long position, long count, Moment moment);

    /** Writes more bytes of the file to the queue, and flushes it. */
    void sendQueued(OpenFile file, long position, long count, ChannelPromise promise);

    /** Bytes of the file that the connection has taken since {@link #begin}. */
    long sent();

    /** Ends the answer. */
    void end();
}
