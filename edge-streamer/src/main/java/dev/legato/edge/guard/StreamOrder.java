package dev.legato.edge.guard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameTypes;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Reads the heads of a client's HTTP/2 frames as they pass, and closes the connection at HEADERS of a stream that
 * cannot be opened any more (RFC 9113 §5.1, §5.1.1): one that the client itself has ended or reset (STREAM_CLOSED), or
 * whose number it has just skipped (PROTOCOL_ERROR). Netty answers these with a stream error or not at all, and
 * continues to read.
 *
 * <p>Trailers of a request that the server has answered early are permitted: they may have been under way.
 */
final class StreamOrder extends ChannelInboundHandlerAdapter {
    private static final int HEAD_BYTES = 9;
    private static final int END_STREAM = 1;

    private final byte[] head = new byte[HEAD_BYTES];
    private final UnendedStreams unended = new UnendedStreams();
    private int headLength;
    private long skipping;
    private int last = -1;
    private int skippedFrom;
    private int skippedTo = -1;
    private boolean ended;

    /** @param prefaceBytes length of the connection's preface, with which the next buffer begins */
    StreamOrder(int prefaceBytes) {
        skipping = prefaceBytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (ended || !(message instanceof ByteBuf in)) {
            ReferenceCountUtil.release(message);
            return;
        }
        int at = in.readerIndex();
        while (at < in.writerIndex()) {
            if (skipping > 0) {
                int skipped = (int) Math.min(skipping, in.writerIndex() - at);
                at += skipped;
                skipping -= skipped;
                continue;
            }
            head[headLength++] = in.getByte(at++);
            if (headLength == HEAD_BYTES) {
                headLength = 0;
                skipping = number(0, 3);
                Http2Error error = check(head[3], head[4], number(5, 4) & Integer.MAX_VALUE);
                if (error != null) {
                    end(context, in, Math.max(0, at - HEAD_BYTES - in.readerIndex()), error);
                    return;
                }
            }
        }
        context.fireChannelRead(in);
    }

    private @Nullable Http2Error check(int type, int flags, int stream) {
        boolean ends = (flags & END_STREAM) != 0;
        switch (type) {
            case Http2FrameTypes.HEADERS -> {
                if (stream % 2 == 1 && stream <= last && !unended.mayContain(stream)) {
                    return stream >= skippedFrom && stream <= skippedTo
                            ? Http2Error.PROTOCOL_ERROR
                            : Http2Error.STREAM_CLOSED;
                }
                if (stream % 2 == 1 && stream > last) {
                    open(stream, ends);
                } else if (ends) {
                    unended.remove(stream);
                }
            }
            case Http2FrameTypes.DATA -> {
                if (ends) {
                    unended.remove(stream);
                }
            }
            case Http2FrameTypes.RST_STREAM -> unended.remove(stream);
            default -> {
                // no other frame opens or ends a stream
            }
        }
        return null;
    }

    private void open(int stream, boolean ends) {
        if (stream > last + 2) {
            skippedFrom = last + 2;
            skippedTo = stream - 2;
        }
        last = stream;
        if (!ends) {
            unended.add(stream);
        }
    }

    /** Passes on what came before the frame, and makes Netty send GOAWAY. */
    private void end(ChannelHandlerContext context, ByteBuf in, int before, Http2Error error) {
        ended = true;
        context.fireChannelRead(in.readRetainedSlice(before));
        in.release();
        Http2ConnectionHandler http2 = context.pipeline().get(Http2ConnectionHandler.class);
        if (http2 == null) {
            var _ = context.close();
            return;
        }
        http2.onError(
                context.pipeline().context(http2),
                false,
                Http2Exception.connectionError(error, "HEADERS of a closed stream"));
    }

    private int number(int from, int bytes) {
        int number = 0;
        for (int i = from; i < from + bytes; i++) {
            number = number << Byte.SIZE | (head[i] & 0xff);
        }
        return number;
    }
}
