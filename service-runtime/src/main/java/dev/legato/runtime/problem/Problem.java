package dev.legato.runtime.problem;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.legato.contracts.ProblemType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 describes it, {@code application/problem+json}.
 *
 * @param type stable, the URI of a {@link ProblemType}, or {@code about:blank}
 * @param title the type in words, the same each time
 * @param detail what went wrong this time and what would be right
 * @param field the member, parameter or header at fault, if one is
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
        String type,
        String title,
        int status,
        String detail,
        @Nullable String field) {
    /** A problem of a type that {@code docs/problems.md} lists. */
    public static Problem of(ProblemType type, String detail, @Nullable String field) {
        return new Problem(type.uri(), type.title(), type.status(), detail, field);
    }

    /** The request is not of the operation's form. */
    public static ProblemException invalid(String field, String detail) {
        return new ProblemException(of(ProblemType.INVALID_REQUEST, detail, field));
    }

    /** No valid access token came with the request. */
    public static ProblemException unauthorized(String detail) {
        return new ProblemException(of(ProblemType.UNAUTHORIZED, detail, "Authorization"));
    }

    public static ProblemException forbidden(String detail) {
        return new ProblemException(of(ProblemType.FORBIDDEN, detail, null));
    }

    public static ProblemException notFound(String detail) {
        return new ProblemException(of(ProblemType.NOT_FOUND, detail, null));
    }

    public static ProblemException conflict(String field, String detail) {
        return new ProblemException(of(ProblemType.CONFLICT, detail, field));
    }

    /** {@code If-Match} names a version that is no longer the current one. */
    public static ProblemException preconditionFailed(String detail) {
        return new ProblemException(of(ProblemType.PRECONDITION_FAILED, detail, "If-Match"));
    }

    public static ProblemException preconditionRequired(String detail) {
        return new ProblemException(of(ProblemType.PRECONDITION_REQUIRED, detail, "If-Match"));
    }

    /**
     * The caller asks too often.
     *
     * @param retryAfter when it may ask again
     */
    public static ProblemException tooManyRequests(String detail, Duration retryAfter) {
        return new ProblemException(of(ProblemType.TOO_MANY_REQUESTS, detail, null), retryAfter);
    }

    public static ProblemException tooManyRequests(String detail) {
        return tooManyRequests(detail, Duration.ofSeconds(1));
    }

    /** The request is well-formed, but what it asks for cannot be done. */
    public static ProblemException unprocessable(String field, String detail) {
        return new ProblemException(of(ProblemType.UNPROCESSABLE, detail, field));
    }

    /** Something this service needs does not answer; trying again soon is right. */
    public static ProblemException unavailable(String detail) {
        return new ProblemException(of(ProblemType.UNAVAILABLE, detail, null));
    }

    /** The service failed. */
    public static Problem internal() {
        return of(ProblemType.INTERNAL, "The service failed; its log knows more.", null);
    }

    /** A failure of which only the status is known (RFC 9457 §4.2.1). */
    public static Problem untyped(int status) {
        return new Problem("about:blank", "HTTP " + status, status, "The request failed.", null);
    }
}
