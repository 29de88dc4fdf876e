package dev.legato.runtime.http;

import dev.legato.contracts.ProblemType;
import dev.legato.runtime.postgres.Transience;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.ext.web.handler.HttpException;
import org.jspecify.annotations.Nullable;

/** Which problem a failure is. */
final class Problems {
    private Problems() {}

    /** The problem to answer with. */
    static Problem of(@Nullable Throwable failure, int status) {
        return switch (failure) {
            case ProblemException e -> e.problem();
            case HttpException e -> ofStatus(e.getStatusCode());
            case HttpClosedException _ -> unavailable();
            case Throwable e when Transience.isTransient(e) -> unavailable();
            case null -> ofStatus(status);
            default -> Problem.internal();
        };
    }

    private static Problem unavailable() {
        return Problem.unavailable("A store this service needs does not answer; try again soon.")
                .problem();
    }

    private static Problem ofStatus(int status) {
        return switch (status) {
            case 400 -> Problem.of(ProblemType.INVALID_REQUEST, "The request cannot be read.", null);
            case 404 -> Problem.notFound("There is nothing at this path.").problem();
            case 405 -> Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This path does not take this method.", null);
            case 413 -> Problem.of(ProblemType.CONTENT_TOO_LARGE, "The body is longer than this service takes.", null);
            case 415 -> Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send application/json.", null);
            default -> Problem.untyped(status);
        };
    }
}
