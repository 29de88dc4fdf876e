package dev.legato.edge.guard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;

/**
 * Looks at a connection's first bytes, under TLS at the first that are decrypted, and then leaves: HTTP/2 gets a
 * {@link StreamOrder}, what is no HTTP at all is closed without an answer that its sender could not read (RFC 9113 §3.4),
 * and HTTP/1 has one handler less in its way.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {
    /** RFC 9113 §3.4. */
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int REQUEST_LINE_PARTS = 3;
    private static final int LONGEST_LINE = 256;

    private final boolean decrypted;
    private int matched;

    FirstBytes() {
        this(false);
    }

    private FirstBytes(boolean decrypted) {
        this.decrypted = decrypted;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ChannelPipeline pipeline = context.pipeline();
        SslHandler tls = pipeline.get(SslHandler.class);
        if (tls != null && !decrypted) {
            pipeline.addAfter(pipeline.context(tls).name(), null, new FirstBytes(true));
            leave(context, message);
        } else if (message instanceof ByteBuf in) {
            look(context, in);
        } else {
            leave(context, message);
        }
    }

    private void look(ChannelHandlerContext context, ByteBuf in) {
        boolean first = matched == 0;
        int at = in.readerIndex();
        while (at < in.writerIndex() && matched < PREFACE.length) {
            if (in.getByte(at) != PREFACE[matched]) {
                if (first && !decrypted && isForeign(in)) {
                    in.release();
                    var _ = context.close();
                } else {
                    leave(context, in);
                }
                return;
            }
            at++;
            matched++;
        }
        if (matched == PREFACE.length) {
            StreamOrder order = new StreamOrder(at - in.readerIndex());
            context.pipeline().replace(this, null, order);
            order.channelRead(context.pipeline().context(order), in);
        } else {
            context.fireChannelRead(in);
        }
    }

    private void leave(ChannelHandlerContext context, Object message) {
        context.pipeline().remove(this);
        context.fireChannelRead(message);
    }

    /** Whether this begins with a line of a request line's form that names no version of any protocol in its place. */
    private static boolean isForeign(ByteBuf in) {
        int length = in.bytesBefore(Math.min(in.readableBytes(), LONGEST_LINE), (byte) '\n');
        if (length < 0) {
            return false;
        }
        String[] parts = in.toString(in.readerIndex(), length, StandardCharsets.US_ASCII)
                .strip()
                .split(" ", -1);
        return parts.length == REQUEST_LINE_PARTS && parts[2].indexOf('/') < 0;
    }
}
