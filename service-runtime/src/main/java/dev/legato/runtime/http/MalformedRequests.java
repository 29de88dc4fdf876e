package dev.legato.runtime.http;

import dev.legato.runtime.problem.Problem;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import org.jspecify.annotations.Nullable;

/** Answers what is not HTTP with a problem, and closes the connection, since the next request's beginning is unknown. */
public final class MalformedRequests implements Handler<HttpServerRequest> {
    @Override
    public void handle(HttpServerRequest request) {
        Problem problem = problem(request.decoderResult().cause());
        String id = RequestId.choose(request);
        request.response()
                .setStatusCode(problem.status())
                .putHeader(RequestId.HEADER, id)
                .putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
        Answer.end(request, ProblemRenderer.CONTENT_TYPE, ProblemRenderer.body(problem, id));
        var _ = request.connection().close();
    }

    private static Problem problem(@Nullable Throwable cause) {
        return switch (cause) {
            case TooLongHttpLineException _ ->
                Problem.ofStatus(
                        414,
                        "URI too long",
                        "The request line is longer than %d bytes.".formatted(HttpSettings.MAX_REQUEST_LINE_BYTES));
            case TooLongHttpHeaderException _ ->
                Problem.ofStatus(
                        431,
                        "Header fields too large",
                        "The header is longer than %d bytes.".formatted(HttpSettings.MAX_HEADER_BYTES));
            case null, default -> Problem.ofStatus(400, "Invalid request", "The request is not HTTP/1.1.");
        };
    }
}
