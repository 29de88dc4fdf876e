package dev.legato.edge.origin;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.http.FieldList.Line;
import dev.legato.edge.origin.OriginException.Kind;
import io.vertx.core.Context;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.StreamResetException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One request sent to one origin, and its response. What the origin does counts for its circuit: a final head, or a
 * failure before it. What the caller does counts for nothing. Runs on one context.
 */
final class Attempt {
    /** Vert.x may lose a request for a connection whose own time-out fires as the connection comes. */
    private static final long GRACE_MS = 250;

    private static final int MIN_FINAL_STATUS = 200;

    private final Vertx vertx;
    private final Context context;
    private final Origin origin;
    private final OriginRequest request;
    private final OriginTimeouts timeouts;
    private final LongSupplier nanoTime;
    private final Listener listener;
    private @Nullable HttpClientRequest sent;
    private @Nullable RequestUpload upload;
    private boolean reused;
    private long timer = -1;
    private State state = State.CONNECTING;

    private enum State {
        CONNECTING,
        WAITING,
        ANSWERED,
        OVER
    }

    /** What becomes of it: either a failure, or an answer and later its end, or nothing after it was cancelled. */
    interface Listener {
        /** @param stale whether a connection that was kept open had been closed by the origin, which is no fault of its */
        void failed(OriginException failure, boolean stale);

        void answered(OriginResponse response);

        /** @param failure null if the body has arrived whole */
        void ended(@Nullable OriginException failure);
    }

    Attempt(
            Vertx vertx,
            Context context,
            Origin origin,
            OriginRequest request,
            OriginTimeouts timeouts,
            LongSupplier nanoTime,
            Listener listener) {
        this.vertx = vertx;
        this.context = context;
        this.origin = origin;
        this.request = request;
        this.timeouts = timeouts;
        this.nanoTime = nanoTime;
        this.listener = listener;
    }

    void start() {
        timer = vertx.setTimer(
                timeouts.beforeSending().toMillis() + GRACE_MS,
                _ -> failed(new OriginException(Kind.BUSY, origin.name() + ": no connection in time", null)));
        var _ = origin.open(request, context).onSuccess(this::send).onFailure(this::failed);
    }

    Origin origin() {
        return origin;
    }

    /** Whether none of the request can have reached the origin. */
    boolean isUnsent() {
        return sent == null;
    }

    /** Aborts it before its response; the listener hears no more of it. */
    void cancel() {
        if (state == State.CONNECTING || state == State.WAITING) {
            end();
        }
    }

    private void send(HttpClientRequest opened) {
        if (state == State.OVER) {
            var _ = opened.reset();
            return;
        }
        vertx.cancelTimer(timer);
        state = State.WAITING;
        sent = opened;
        reused = Origin.isReused(opened.connection());
        opened.earlyHintsHandler(this::interim);
        var _ = opened.response().onSuccess(this::answered).onFailure(this::failed);
        OriginRequest.Body body = request.body();
        if (body == null) {
            var _ = opened.end();
            awaitHead();
        } else {
            if (body.length() < 0) {
                opened.setChunked(true);
            } else {
                opened.putHeader(HttpHeaders.CONTENT_LENGTH, Long.toString(body.length()));
            }
            upload = new RequestUpload(
                    vertx, body.stream(), opened, timeouts.idle(), nanoTime, this::awaitHead, this::failed);
            upload.start();
        }
    }

    private void awaitHead() {
        if (state == State.WAITING) {
            timer = vertx.setTimer(
                    timeouts.head().toMillis(),
                    _ -> failed(new OriginException(
                            Kind.TIMEOUT,
                            "%s: no response within %d ms"
                                    .formatted(origin.name(), timeouts.head().toMillis()),
                            null)));
        }
    }

    private void interim(MultiMap fields) {
        if (state == State.WAITING) {
            request.interim().accept(ProxyFields.withoutHopByHop(list(fields)), InterimResponses.status(fields));
        }
    }

    private void answered(HttpClientResponse response) {
        if (state != State.WAITING) {
            return; // reset, as it came
        }
        response.exceptionHandler(_ -> {}); // until it has a body, or is reset
        if (response.statusCode() < MIN_FINAL_STATUS) {
            failed(new OriginException(Kind.PROTOCOL, "%s: %d".formatted(origin.name(), response.statusCode()), null));
            return;
        }
        HttpClientRequest exchange = response.request();
        OriginBody body;
        try {
            body = new OriginBody(
                    vertx, context, exchange, response, request.isHead(), timeouts.idle(), nanoTime, this::ended);
        } catch (NumberFormatException e) {
            failed(new OriginException(Kind.PROTOCOL, origin.name() + ": the length of the body is no number", e));
            return;
        }
        vertx.cancelTimer(timer);
        state = State.ANSWERED;
        origin.circuit().succeeded();
        listener.answered(new OriginResponse(
                origin.name(), response.statusCode(), response.version(), list(response.headers()), body));
    }

    private void ended(@Nullable OriginException failure) {
        HttpClientRequest exchange = sent;
        boolean isUploading = upload != null && !upload.isOver();
        end(isUploading);
        if (failure != null && failure.kind() == Kind.STALLED && exchange != null) {
            Origin.probe(exchange.connection(), exchange.version(), timeouts.connect());
        }
        listener.ended(failure);
    }

    private void failed(Throwable cause) {
        if (state == State.OVER || state == State.ANSWERED) {
            return; // after the head, the body reports it
        }
        Kind kind = OriginFailures.beforeHead(cause);
        OriginException failure = cause instanceof OriginException known
                ? known
                : new OriginException(kind, "%s: %s".formatted(origin.name(), cause), cause);
        boolean stale = kind == Kind.RESET && reused && !(cause instanceof StreamResetException);
        HttpClientRequest exchange = sent;
        end();
        if (OriginFailures.isTheOrigins(kind) && !stale) {
            origin.circuit().failed();
        }
        if (kind == Kind.TIMEOUT && exchange != null) {
            Origin.probe(exchange.connection(), exchange.version(), timeouts.connect());
        }
        listener.failed(failure, stale);
    }

    private void end() {
        end(true);
    }

    private void end(boolean reset) {
        state = State.OVER;
        vertx.cancelTimer(timer);
        if (upload != null && !upload.isOver()) {
            upload.stop();
        }
        if (reset && sent != null) {
            var _ = sent.reset();
        }
    }

    private static FieldList list(MultiMap fields) {
        List<Line> lines = new ArrayList<>(fields.size());
        fields.forEach((name, value) -> {
            if (!InterimResponses.isOurs(name)) {
                lines.add(new Line(name, value));
            }
        });
        return new FieldList(lines);
    }
}
