package dev.legato.edge.guard;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.ssl.SslHandler;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Inspects the first bytes of a connection, under TLS the first decrypted ones, and then removes itself. An HTTP/2
 * connection gets a {@link StreamOrder}. One that cannot be HTTP is closed without an answer, which its sender could
 * not read (RFC 9113 §3.4). One of HTTP/1 gets nothing, also if it is upgraded to HTTP/2 later.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {
    /** RFC 9113 §3.4. */
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int MAX_LINE = 256;

    /**
     * Three words of which the second is no request target and the third no version. What resembles HTTP/1 gets a 400.
     */
    private static final Pattern NO_HTTP = Pattern.compile("[^ ]+ [^ /:*]+ [^ /]+");

    private final Runnable onForeign;
    private final boolean decrypted;
    private int matched;

    /** @param onForeign called when a connection is closed because it does not send HTTP */
    FirstBytes(Runnable onForeign) {
        this(onForeign, false);
    }

    private FirstBytes(Runnable onForeign, boolean decrypted) {
        this.onForeign = onForeign;
        this.decrypted = decrypted;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ChannelPipeline pipeline = context.pipeline();
        SslHandler tls = pipeline.get(SslHandler.class);
        if (tls != null && !decrypted) {
            pipeline.addAfter(pipeline.context(tls).name(), null, new FirstBytes(onForeign, true));
            removeSelf(context, message);
        } else if (message instanceof ByteBuf in) {
            inspect(context, in);
        } else {
            removeSelf(context, message);
        }
    }

    private void inspect(ChannelHandlerContext context, ByteBuf in) {
        boolean first = matched == 0;
        int at = in.readerIndex();
        while (at < in.writerIndex() && matched < PREFACE.length) {
            if (in.getByte(at) != PREFACE[matched]) {
                if (first && !decrypted && isForeign(in)) {
                    in.release();
                    onForeign.run();
                    var _ = context.close();
                } else {
                    removeSelf(context, in);
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

    private void removeSelf(ChannelHandlerContext context, Object message) {
        context.pipeline().remove(this);
        context.fireChannelRead(message);
    }

    /** Whether this begins with a whole line that cannot be HTTP. */
    private static boolean isForeign(ByteBuf in) {
        int length = in.bytesBefore(Math.min(in.readableBytes(), MAX_LINE), (byte) '\n');
        return length >= 0
                && NO_HTTP.matcher(in.toString(in.readerIndex(), length, StandardCharsets.US_ASCII)
                                .strip())
                        .matches();
    }
}
