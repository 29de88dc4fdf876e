package dev.legato.edge.origin;

import dev.legato.edge.origin.OriginException.Kind;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.streams.ReadStream;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Sends a request's body at the pace at which both sides move. The origin's slowness is bounded: it may not leave bytes
 * unread for too long. The client's is bounded by whoever receives the request.
 */
final class RequestUpload {
    private final ReadStream<Buffer> body;
    private final HttpClientRequest request;
    private final Deadline stall;
    private final Runnable sent;
    private final Consumer<OriginException> failed;
    private boolean over;

    /**
     * @param sent called when the last byte has been given to the connection
     * @param failed called if the origin stops reading, or the client stops sending
     */
    RequestUpload(
            Vertx vertx,
            ReadStream<Buffer> body,
            HttpClientRequest request,
            Duration maxStall,
            LongSupplier nanoTime,
            Runnable sent,
            Consumer<OriginException> failed) {
        this.body = body;
        this.request = request;
        this.sent = sent;
        this.failed = failed;
        stall = new Deadline(vertx, maxStall, nanoTime, () -> {
            stop();
            failed.accept(new OriginException(Kind.TIMEOUT, "the origin stopped reading the request", null));
        });
    }

    void start() {
        request.drainHandler(_ -> drained());
        body.handler(this::write)
                .endHandler(_ -> end())
                .exceptionHandler(cause -> {
                    if (!over) {
                        stop();
                        failed.accept(new OriginException(Kind.CANCELLED, "the request's body broke off", cause));
                    }
                })
                .resume();
    }

    /** Sends no more; the rest of the body is read and dropped, so that its connection can be used again. */
    void stop() {
        over = true;
        stall.stop();
        body.resume();
    }

    boolean isOver() {
        return over;
    }

    private void write(Buffer chunk) {
        if (over) {
            return;
        }
        var _ = request.write(chunk);
        if (request.writeQueueFull()) {
            body.pause();
            stall.run();
        }
    }

    private void drained() {
        if (!over) {
            stall.suspend();
            body.resume();
        }
    }

    private void end() {
        if (!over) {
            over = true;
            stall.stop();
            var _ = request.end();
            sent.run();
        }
    }
}
