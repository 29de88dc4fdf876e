package dev.legato.edge.guard;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;

/**
 * Stands between the HTTP/1 decoder and Vert.x.
 *
 * <p>A request that {@link RequestRules} or the connection's watch refuses goes on as one that could not be decoded, so
 * that Vert.x answers it in its turn and closes. So does one that announces a body go on as the connection's last: the
 * edge takes no bodies, and who does not read on behind one cannot be made to answer a request hidden in it. What comes
 * later is thrown away.
 */
public final class RequestGuard extends ChannelInboundHandlerAdapter {
    private final ConnectionWatch watch;
    private final long mostBodyBytes;
    private long bodyBytes;
    private boolean last;
    private boolean ended;

    /** @param mostBodyBytes of a body that are waited for, so that its sender reads the answer rather than a reset */
    public RequestGuard(ConnectionWatch watch, long mostBodyBytes) {
        this.watch = watch;
        this.mostBodyBytes = mostBodyBytes;
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (ended) {
            ReferenceCountUtil.release(message);
            return;
        }
        switch (message) {
            case HttpRequest request -> readHead(context, request);
            case HttpContent content when last -> readLastBody(context, content);
            default -> context.fireChannelRead(message);
        }
    }

    private void readHead(ChannelHandlerContext context, HttpRequest request) {
        if (isDecoded(request)) {
            RefusedRequest tooSoon = watch.refusal();
            RefusedRequest refused = tooSoon == null ? RequestRules.check(request) : tooSoon;
            if (refused != null) {
                request.setDecoderResult(DecoderResult.failure(refused));
                request.setProtocolVersion(HttpVersion.HTTP_1_1); // the answer's, whatever this one's was
            } else if (watch.isNextLast() || RequestRules.isLast(request)) {
                last = true;
                request.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
            }
        }
        watch.requestRead();
        ended = !isDecoded(request);
        context.fireChannelRead(request);
    }

    private void readLastBody(ChannelHandlerContext context, HttpContent content) {
        bodyBytes += content.content().readableBytes();
        // Nobody reads it; what counts is its end. If its chunks are malformed, this is where it ends for us.
        ended = content instanceof LastHttpContent || bodyBytes > mostBodyBytes || !isDecoded(content);
        content.release();
        if (ended) {
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private static boolean isDecoded(HttpObject message) {
        return message.decoderResult().isSuccess();
    }
}
