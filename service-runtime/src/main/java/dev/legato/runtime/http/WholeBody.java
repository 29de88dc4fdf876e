package dev.legato.runtime.http;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * Reads a request's body into memory, whatever its media type, up to a bound. vertx-web's own handler decodes forms as
 * well, and fails in its own ways at those it does not like, before an operation could say what is wrong with them.
 */
final class WholeBody implements Handler<RoutingContext> {
    private static final String KEY = "legato.body";
    private static final int MAX_DIGITS = 18;

    private final long maxBytes;

    WholeBody(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** The body of a request that has passed this handler; null if none has. */
    static @Nullable Buffer of(RoutingContext context) {
        return context.get(KEY);
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (isTooLong(request.getHeader(HttpHeaders.CONTENT_LENGTH))) {
            context.fail(413);
            return;
        }
        if ("100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))) {
            var _ = request.response().writeContinue();
        }
        Buffer body = Buffer.buffer();
        request.exceptionHandler(_ -> {
            if (!context.failed()) {
                context.fail(400);
            }
        });
        request.handler(chunk -> {
            if (!context.failed() && body.length() + chunk.length() > maxBytes) {
                context.fail(413);
            } else if (!context.failed()) {
                body.appendBuffer(chunk);
            }
        });
        request.endHandler(_ -> {
            if (!context.failed()) {
                context.put(KEY, body);
                context.next();
            }
        });
        request.resume(); // it may have been paused until now
    }

    private boolean isTooLong(@Nullable String contentLength) {
        return contentLength != null
                && (contentLength.length() > MAX_DIGITS || Long.parseLong(contentLength) > maxBytes);
    }
}
