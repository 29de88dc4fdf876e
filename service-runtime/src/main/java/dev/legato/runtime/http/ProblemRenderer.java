package dev.legato.runtime.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/** Answers failed requests with {@code application/problem+json}: the one place where errors are written. */
public final class ProblemRenderer implements Handler<RoutingContext> {
    private static final Logger LOG = LoggerFactory.getLogger(ProblemRenderer.class);
    private static final int INTERNAL_ERROR = 500;

    /** The media type of RFC 9457. */
    public static final String CONTENT_TYPE = "application/problem+json";

    /** Makes this answer every failure of a router, its own 404 and 405 included. */
    public void install(Router router) {
        router.route().failureHandler(this);
        for (int status : new int[] {400, 404, 405, 413, 415, 500}) {
            router.errorHandler(status, context -> render(context, status));
        }
    }

    @Override
    public void handle(RoutingContext context) {
        render(context, INTERNAL_ERROR);
    }

    /** @param status of a failure that says none, as a path that the router cannot decode */
    private static void render(RoutingContext context, int status) {
        HttpServerResponse response = context.response();
        Problem problem = Problems.of(context.failure(), context.statusCode() < 0 ? status : context.statusCode());
        if (response.closed()) {
            logUnanswered(context, problem);
            return;
        }
        if (problem.status() >= INTERNAL_ERROR) {
            log(context, problem);
        }
        if (response.headWritten()) {
            var _ = response.reset();
            return;
        }
        switch (problem.status()) {
            case 401, 403 ->
                challenge(context.failure(), problem)
                        .ifPresent(challenge -> response.putHeader("WWW-Authenticate", challenge));
            case 429, 503 -> {
                if (!response.headers().contains(HttpHeaders.RETRY_AFTER)) {
                    response.putHeader(HttpHeaders.RETRY_AFTER, retryAfter(context.failure()));
                }
            }
            default -> {}
        }
        response.setStatusCode(problem.status()).putHeader(HttpHeaders.CACHE_CONTROL, "no-store");
        Answer.end(context.request(), CONTENT_TYPE, body(problem, RequestId.of(context)));
    }

    /** Names the failure without its stack: a stop interrupts requests whose clients have left, which is no fault. */
    private static void logUnanswered(RoutingContext context, Problem problem) {
        if (problem.status() >= INTERNAL_ERROR) {
            LOG.warn(
                    "{} {} failed after its client had disconnected, request {} ({})",
                    context.request().method(),
                    context.request().path(),
                    RequestId.of(context),
                    reason(context.failure(), problem));
        }
    }

    /** Logs an unexpected failure with its stack; for an unavailable store its name is enough. */
    private static void log(RoutingContext context, Problem problem) {
        String id = RequestId.of(context);
        Throwable failure = context.failure();
        LoggingEventBuilder event =
                problem.status() == INTERNAL_ERROR ? LOG.atError().setCause(failure) : LOG.atWarn();
        event.addKeyValue("requestId", id)
                .addKeyValue("status", problem.status())
                .log(
                        "{} {} failed with {}, request {}: {}",
                        context.request().method(),
                        context.request().path(),
                        problem.status(),
                        id,
                        reason(failure, problem));
    }

    /** A problem's detail says it all; an unexpected failure is logged by its class as well. */
    private static String reason(@Nullable Throwable failure, Problem problem) {
        return failure == null || failure instanceof ProblemException ? problem.detail() : failure.toString();
    }

    /** What RFC 9110 §15.5.2 has each 401 carry; a 403 has it where a scope is missing (RFC 6750 §3.1). */
    private static Optional<String> challenge(@Nullable Throwable failure, Problem problem) {
        Optional<String> given = failure instanceof ProblemException e ? e.challenge() : Optional.empty();
        return given.or(() -> problem.status() == 401 ? Optional.of("Bearer") : Optional.empty());
    }

    private static String retryAfter(@Nullable Throwable failure) {
        // Rounded up: a caller that comes back a moment too early is refused again.
        long seconds = failure instanceof ProblemException problem
                ? problem.retryAfter().plusNanos(999_999_999).toSeconds()
                : 1;
        return Long.toString(Math.max(1, seconds));
    }

    /** A problem as it goes over the wire, with the id of its request. */
    public static Buffer body(Problem problem, String requestId) {
        return Buffer.buffer(Json.write(new Sent(problem, requestId)));
    }

    private record Sent(@JsonUnwrapped Problem problem, String requestId) {}
}
