package dev.legato.runtime.http;

import dev.legato.contracts.ProblemType;
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
                Problem.of(
                        ProblemType.TARGET_TOO_LONG,
                        "The request line is longer than %d bytes.".formatted(HttpSettings.MAX_REQUEST_LINE_BYTES),
                        null);
            case TooLongHttpHeaderException _ ->
                Problem.of(
                        ProblemType.FIELDS_TOO_LARGE,
                        "The header is longer than %d bytes.".formatted(HttpSettings.MAX_HEADER_BYTES),
                        null);
            case null, default -> Problem.of(ProblemType.INVALID_REQUEST, "The request is not HTTP/1.1.", null);
        };
    }
}
