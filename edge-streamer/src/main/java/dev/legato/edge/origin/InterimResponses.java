package dev.legato.edge.origin;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http2.Http2ConnectionHandler;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2FrameListenerDecorator;
import io.netty.handler.codec.http2.Http2Headers;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.net.impl.ConnectionBase;
import org.jspecify.annotations.Nullable;

/**
 * Makes Vert.x's client understand every interim response. It knows 100 and 103, and takes any other for the final one,
 * with which the connection goes out of step. So the others reach it as 103, with their status in a field.
 */
final class InterimResponses {
    private static final String STATUS = "legato-interim-status";
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final int EARLY_HINTS = 103;

    private InterimResponses() {}

    /** Equips a new connection, on its event loop, before it is used. */
    static void install(HttpConnection connection) {
        if (!(connection instanceof ConnectionBase base)) {
            throw new IllegalStateException(connection.getClass().getName());
        }
        Channel channel = base.channel();
        if (channel.pipeline().get("handler") instanceof Http2ConnectionHandler http2) {
            http2.decoder().frameListener(new Frames(http2.decoder().frameListener()));
        } else {
            channel.pipeline().addAfter("codec", "interim", new Messages());
        }
    }

    /** The status that a response had which Vert.x took for Early Hints. */
    static int status(MultiMap fields) {
        @Nullable String status = fields.get(STATUS);
        return status != null && status.matches("1\\d\\d") ? Integer.parseInt(status) : EARLY_HINTS;
    }

    /** Whether a field is this class's own. */
    static boolean isOurs(String name) {
        return name.equalsIgnoreCase(STATUS);
    }

    private static boolean isUnknown(int status) {
        return HttpStatusClass.valueOf(status) == HttpStatusClass.INFORMATIONAL
                && status != HttpResponseStatus.CONTINUE.code()
                && status != EARLY_HINTS;
    }

    /** HTTP/1. Upgrade is never asked for, so that a 101 is an error, which the caller sees as one. */
    private static final class Messages extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof HttpResponse response
                    && response.decoderResult().isSuccess()
                    && isUnknown(response.status().code())
                    && response.status().code() != SWITCHING_PROTOCOLS) {
                DefaultHttpResponse hints = new DefaultHttpResponse(
                        response.protocolVersion(), HttpResponseStatus.EARLY_HINTS, response.headers());
                hints.headers().set(STATUS, response.status().code());
                context.fireChannelRead(hints);
            } else {
                context.fireChannelRead(message);
            }
        }
    }

    /** HTTP/2, which has no 101 (RFC 9113 §8.6). */
    private static final class Frames extends Http2FrameListenerDecorator {
        Frames(Http2FrameListener listener) {
            super(listener);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context, int stream, Http2Headers headers, int padding, boolean end)
                throws Http2Exception {
            super.onHeadersRead(context, stream, understood(headers), padding, end);
        }

        @Override
        public void onHeadersRead(
                ChannelHandlerContext context,
                int stream,
                Http2Headers headers,
                int dependency,
                short weight,
                boolean exclusive,
                int padding,
                boolean end)
                throws Http2Exception {
            super.onHeadersRead(context, stream, understood(headers), dependency, weight, exclusive, padding, end);
        }

        private static Http2Headers understood(Http2Headers headers) {
            CharSequence status = headers.status();
            if (status != null && status.length() == 3 && status.charAt(0) == '1') {
                int code = HttpResponseStatus.parseLine(status).code();
                if (isUnknown(code)) {
                    headers.set(STATUS, Integer.toString(code)).status(Integer.toString(EARLY_HINTS));
                }
            }
            return headers;
        }
    }
}
