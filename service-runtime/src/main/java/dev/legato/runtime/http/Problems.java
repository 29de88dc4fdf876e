package dev.legato.runtime.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.netty.handler.codec.DecoderException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.sqlclient.ClosedConnectionException;
import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which problem a failure is. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    /** The problem to answer with; a failure nobody expected is logged with its stack. */
    static Problem of(Throwable failure, int status, String request) {
        return switch (failure) {
            case ProblemException e -> e.problem();
            case HttpException e -> ofStatus(e.getStatusCode());
            case JsonMappingException e ->
                Problem.invalid(path(e), e.getOriginalMessage()).problem();
            case JsonProcessingException e ->
                Problem.invalid("body", "not JSON: " + e.getOriginalMessage()).problem();
            case DecoderException _ ->
                Problem.invalid("body", "not encoded as its Content-Type says").problem();
            case ConnectException e -> unavailable(e, request);
            case ClosedConnectionException e -> unavailable(e, request);
            case HttpClosedException e -> unavailable(e, request);
            case TimeoutException e -> unavailable(e, request);
            case null -> ofStatus(status);
            default -> {
                LOG.error("{} failed", request, failure);
                yield Problem.internal();
            }
        };
    }

    private static Problem unavailable(Throwable failure, String request) {
        LOG.warn("{} is unavailable: {}", request, failure.toString());
        return Problem.unavailable("A store this service needs does not answer; try again soon.")
                .problem();
    }

    private static Problem ofStatus(int status) {
        return switch (status) {
            case 400 -> Problem.ofStatus(400, "Invalid request", "The request cannot be read.");
            case 404 -> Problem.notFound("There is nothing at this path.").problem();
            case 405 -> Problem.ofStatus(405, "Method not allowed", "This path does not take this method.");
            case 413 -> Problem.ofStatus(413, "Content too large", "The body is longer than this service takes.");
            case 415 -> Problem.ofStatus(415, "Unsupported media type", "Send application/json.");
            default -> Problem.ofStatus(status, "HTTP " + status, "The request failed.");
        };
    }

    private static String path(JsonMappingException e) {
        String path = e.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : "." + step.getFieldName())
                .collect(Collectors.joining());
        return path.isEmpty() ? "body" : path.substring(path.startsWith(".") ? 1 : 0);
    }
}
