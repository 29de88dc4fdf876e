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
 * The handler between the HTTP/1 decoder and Vert.x.
 *
 * <p>It passes on a request that {@link RequestRules} or the connection's watch refuses as one that could not be
 * decoded, so that Vert.x answers it in its turn and closes the connection. A request with a body becomes the
 * connection's last: a server that reads nothing after a body cannot be made to answer a request hidden in it. Whatever
 * arrives later is dropped. The body is dropped as well, unless the edge passes requests on to an origin.
 */
public final class RequestGuard extends ChannelInboundHandlerAdapter {
    private final ConnectionWatch watch;
    private final long maxBodyBytes;
    private final boolean passesBodies;
    private long bodyBytes;
    private boolean last;
    private boolean ended;

    /**
     * @param maxBodyBytes of a body that are read, so that its sender gets the answer and not a reset
     * @param passesBodies whether bodies are passed on; one that is longer ends its connection
     */
    public RequestGuard(ConnectionWatch watch, long maxBodyBytes, boolean passesBodies) {
        this.watch = watch;
        this.maxBodyBytes = maxBodyBytes;
        this.passesBodies = passesBodies;
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
                request.setProtocolVersion(HttpVersion.HTTP_1_1); // of the answer, whatever the request's was
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
        if (passesBodies) {
            passOn(context, content);
            return;
        }
        // The body is dropped and only its end counts; malformed chunks end it as well.
        ended = content instanceof LastHttpContent || bodyBytes > maxBodyBytes || !isDecoded(content);
        content.release();
        if (ended) {
            context.fireChannelRead(LastHttpContent.EMPTY_LAST_CONTENT);
        }
    }

    private void passOn(ChannelHandlerContext context, HttpContent content) {
        ended = content instanceof LastHttpContent || !isDecoded(content);
        if (bodyBytes > maxBodyBytes) {
            ended = true;
            content.release();
            var _ = context.close();
        } else {
            context.fireChannelRead(content);
        }
    }

    private static boolean isDecoded(HttpObject message) {
        return message.decoderResult().isSuccess();
    }
}
