package dev.legato.gateway;

import dev.legato.contracts.ProblemType;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A request's body, received whole before an upstream is asked: a client that sends slowly, or goes away half-way, takes
 * nothing but its own connection and the bytes it has sent.
 */
final class RequestBody {
    private static final long FREE_BYTES = 16 << 10;

    private final HttpServerRequest request;
    private final String network;
    private final Shares memory;
    private final long maxBytes;
    private final Promise<Buffer> received = Promise.promise();
    private final Buffer body = Buffer.buffer();
    private long held;

    private RequestBody(HttpServerRequest request, String network, Shares memory, long maxBytes) {
        this.request = request;
        this.network = network;
        this.memory = memory;
        this.maxBytes = maxBytes;
    }

    /**
     * Receives the body of a paused request.
     *
     * @param network whose share of the memory it takes until it is {@link #release released}
     * @param maxBytes how long a body may be
     * @param timeout how long it may take
     */
    static RequestBody receive(
            Vertx vertx, HttpServerRequest request, String network, Shares memory, long maxBytes, Duration timeout) {
        RequestBody body = new RequestBody(request, network, memory, maxBytes);
        body.receive(vertx, timeout);
        return body;
    }

    /** Why a request's body is refused before any of it is read, or null if it is not. */
    static @Nullable ProblemException refusal(HttpServerRequest request, long maxBytes) {
        @Nullable String coding = request.getHeader(HttpHeaders.TRANSFER_ENCODING);
        if (coding != null && !coding.strip().equalsIgnoreCase("chunked")) {
            return problem(
                    ProblemType.NOT_IMPLEMENTED,
                    "'%s' (expected: chunked, or a Content-Length)".formatted(coding),
                    "Transfer-Encoding");
        }
        @Nullable String expectation = request.getHeader(HttpHeaders.EXPECT);
        if (expectation != null && !expectation.equalsIgnoreCase("100-continue")) {
            return problem(
                    ProblemType.EXPECTATION_FAILED,
                    "'%s' (expected: 100-continue, or none)".formatted(expectation),
                    "Expect");
        }
        @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // The codec has refused a Content-Length that is no number.
        return length != null && Long.parseLong(length) > maxBytes ? tooLong(length, maxBytes) : null;
    }

    /**
     * The whole of it, empty if there is none.
     *
     * @return fails with 408, 413 or 503, or as the connection failed
     */
    Future<Buffer> received() {
        return received.future();
    }

    /** Gives back the memory it holds; further calls do nothing. */
    void release() {
        memory.release(network, held);
        held = 0;
    }

    private void receive(Vertx vertx, Duration timeout) {
        long timer = vertx.setTimer(
                timeout.toMillis(),
                _ -> received.tryFail(problem(
                        ProblemType.REQUEST_TIMEOUT,
                        "The body did not arrive within %d s.".formatted(timeout.toSeconds()),
                        null)));
        var _ = received.future().onComplete(result -> {
            vertx.cancelTimer(timer);
            if (result.failed()) {
                release();
            }
        });
        request.handler(this::append)
                .endHandler(_ -> received.tryComplete(body))
                .exceptionHandler(received::tryFail)
                .resume();
        if (request.getHeader(HttpHeaders.EXPECT) != null && request.version() == HttpVersion.HTTP_1_1) {
            var _ = request.response().writeContinue();
        }
    }

    private void append(Buffer chunk) {
        if (body.length() + chunk.length() > maxBytes) {
            received.tryFail(tooLong("more than " + maxBytes, maxBytes));
        } else if (hold(body.length() + chunk.length())) {
            body.appendBuffer(chunk);
        } else {
            received.tryFail(Problem.unavailable("Too much is being sent right now; try again soon."));
        }
    }

    /** Whether that many bytes may be held. The first are free, so that large uploads do not block log-ins. */
    private boolean hold(long bytes) {
        long more = Math.max(0, bytes - FREE_BYTES) - held;
        if (more > 0 && !memory.tryAcquire(network, more)) {
            return false;
        }
        held += more;
        return true;
    }

    private static ProblemException tooLong(String length, long maxBytes) {
        return problem(
                ProblemType.CONTENT_TOO_LARGE,
                "length: %s bytes (expected: <= %d)".formatted(length, maxBytes),
                "Content-Length");
    }

    private static ProblemException problem(ProblemType type, String detail, @Nullable String field) {
        return new ProblemException(Problem.of(type, detail, field));
    }
}
