package dev.legato.edge.origin;

import dev.legato.edge.origin.OriginException.Kind;
import io.netty.channel.ChannelConfig;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A response's body. It counts what arrives against the declared length, bounds the silence between chunks while somebody
 * wants to read, and ends exactly once: whole, failed or cancelled.
 *
 * <p>A paused HTTP/1 response of Vert.x loses what it has read already when the origin closes the connection. So this one
 * is never paused: its socket is read no further instead, and what was read is queued here.
 */
final class OriginBody implements ReadStream<Buffer> {
    /** What is read to save a connection; more than this costs more than a new connection. */
    private static final int MAX_DISCARDED_BYTES = 64 << 10;

    private final Context context;
    private final HttpClientRequest request;
    private final HttpClientResponse response;
    private final long length;
    private final boolean endKnown;
    private final @Nullable ChannelConfig socket;
    private final Deque<Buffer> queue = new ArrayDeque<>();
    private final Deadline silence;
    private final Ended ended;
    private @Nullable Handler<Buffer> handler;
    private @Nullable Handler<@Nullable Void> endHandler;
    private @Nullable Handler<Throwable> exceptionHandler;
    private @Nullable OriginException failure;
    private long received;
    /** How many chunks the reader still wants. */
    private long demand;

    private boolean arrived;
    private boolean over;

    /** Called once, when the exchange is over. */
    @FunctionalInterface
    interface Ended {
        /** @param failure null if the body has arrived whole */
        void ended(@Nullable OriginException failure);
    }

    /** @param isHead whether the response is to a HEAD request, and so has no body */
    OriginBody(
            Vertx vertx,
            Context context,
            HttpClientRequest request,
            HttpClientResponse response,
            boolean isHead,
            Duration maxSilence,
            LongSupplier nanoTime,
            Ended ended) {
        this.context = context;
        this.request = request;
        this.response = response;
        this.ended = ended;
        int status = response.statusCode();
        @Nullable String declared = response.getHeader(HttpHeaders.CONTENT_LENGTH);
        boolean bodiless = isHead || status == 204 || status == 304;
        if (bodiless) {
            length = 0;
        } else {
            length = declared == null ? OriginResponse.UNKNOWN_LENGTH : parse(declared);
        }
        endKnown = length >= 0
                || response.version() == HttpVersion.HTTP_2
                || response.getHeader(HttpHeaders.TRANSFER_ENCODING) != null;
        silence = new Deadline(vertx, maxSilence, nanoTime, this::stalled);
        socket = response.version() != HttpVersion.HTTP_2 && request.connection() instanceof ConnectionBase http1
                ? http1.channel().config()
                : null;
        hold();
        response.handler(this::received).endHandler(_ -> arrived()).exceptionHandler(this::broken);
    }

    /** The codec has refused a value that is no number, but takes several that are equal. */
    private static long parse(String declared) {
        int comma = declared.indexOf(',');
        return Long.parseLong((comma < 0 ? declared : declared.substring(0, comma)).strip());
    }

    long length() {
        return length;
    }

    boolean isEndKnown() {
        return endKnown;
    }

    void cancel() {
        if (Vertx.currentContext() == context) {
            fail(new OriginException(Kind.CANCELLED, "cancelled", null), true);
        } else {
            context.runOnContext(_ -> fail(new OriginException(Kind.CANCELLED, "cancelled", null), true));
        }
    }

    void discard() {
        exceptionHandler = _ -> {};
        if (length < 0 || length > MAX_DISCARDED_BYTES) {
            cancel();
        } else {
            var _ = resume();
        }
    }

    @Override
    public OriginBody handler(@Nullable Handler<Buffer> handler) {
        this.handler = handler;
        return this;
    }

    @Override
    public OriginBody endHandler(@Nullable Handler<@Nullable Void> handler) {
        endHandler = handler;
        return this;
    }

    @Override
    public OriginBody exceptionHandler(@Nullable Handler<Throwable> handler) {
        boolean first = exceptionHandler == null;
        exceptionHandler = handler;
        OriginException missed = failure;
        if (first && handler != null && missed != null) {
            context.runOnContext(_ -> handler.handle(missed));
        }
        return this;
    }

    @Override
    public OriginBody pause() {
        demand = 0;
        silence.suspend();
        hold();
        return this;
    }

    @Override
    public OriginBody resume() {
        return fetch(Long.MAX_VALUE);
    }

    @Override
    public OriginBody fetch(long amount) {
        if (!over && amount > 0) {
            demand = amount > Long.MAX_VALUE - demand ? Long.MAX_VALUE : demand + amount;
            silence.run();
            if (socket == null) {
                response.fetch(amount);
            } else {
                context.runOnContext(_ -> handOn());
            }
        }
        return this;
    }

    private void hold() {
        if (socket == null) {
            response.pause();
        } else {
            read(false);
        }
    }

    /** Once the response has arrived its connection is another's. */
    private void read(boolean more) {
        if (socket != null && !arrived) {
            socket.setAutoRead(more);
        }
    }

    private void received(Buffer chunk) {
        if (over) {
            return; // what had been read already when the exchange was cut
        }
        received += chunk.length();
        silence.touch();
        if (socket == null) {
            handOn(chunk);
        } else {
            queue.add(chunk);
            handOn();
        }
    }

    /** Hands queued chunks on, as many as are wanted, then the end or the wish for more. */
    private void handOn() {
        while (!over && demand > 0 && !queue.isEmpty()) {
            handOn(queue.remove());
        }
        if (!over && demand > 0) {
            if (arrived && queue.isEmpty()) {
                finish();
            } else {
                read(true);
            }
        }
    }

    private void handOn(Buffer chunk) {
        if (demand < Long.MAX_VALUE && --demand <= 0) {
            silence.suspend(); // the reader is slow, not the origin
            read(false);
        }
        if (handler != null) {
            handler.handle(chunk);
        }
    }

    private void arrived() {
        if (length >= 0 && received != length) {
            fail(truncated(null), true);
            return;
        }
        read(true);
        arrived = true;
        if (queue.isEmpty() && (socket == null || demand > 0)) {
            finish();
        }
    }

    private void finish() {
        if (!over) {
            end(null);
            if (endHandler != null) {
                endHandler.handle(null);
            }
        }
    }

    private void broken(Throwable cause) {
        if (!arrived) {
            fail(truncated(cause), false);
        }
    }

    private OriginException truncated(@Nullable Throwable cause) {
        return new OriginException(
                Kind.TRUNCATED,
                "the body ended after %d bytes (expected: %s)".formatted(received, length < 0 ? "its end" : length),
                cause);
    }

    private void stalled() {
        fail(new OriginException(Kind.STALLED, "the body stopped after %d bytes".formatted(received), null), true);
    }

    private void fail(OriginException reason, boolean reset) {
        if (over) {
            return;
        }
        failure = reason;
        end(reason);
        if (reset) {
            var _ = request.reset();
        }
        if (exceptionHandler != null) {
            exceptionHandler.handle(reason);
        }
    }

    private void end(@Nullable OriginException reason) {
        over = true;
        queue.clear();
        read(true);
        silence.stop();
        ended.ended(reason);
    }
}
