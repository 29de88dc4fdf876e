package dev.legato.runtime.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An error as RFC 9457 describes it, {@code application/problem+json}.
 *
 * @param type stable: {@code urn:legato:problem:{name}}
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
    private static final String PREFIX = "urn:legato:problem:";

    /** The request is not of the operation's form. */
    public static ProblemException invalid(String field, String detail) {
        return new ProblemException(new Problem(PREFIX + "invalid-request", "Invalid request", 400, detail, field));
    }

    /** No valid access token came with the request. */
    public static ProblemException unauthorized(String detail) {
        return new ProblemException(
                new Problem(PREFIX + "unauthorized", "Authentication needed", 401, detail, "Authorization"));
    }

    public static ProblemException forbidden(String detail) {
        return new ProblemException(new Problem(PREFIX + "forbidden", "Not allowed", 403, detail, null));
    }

    public static ProblemException notFound(String detail) {
        return new ProblemException(new Problem(PREFIX + "not-found", "Not found", 404, detail, null));
    }

    public static ProblemException conflict(String field, String detail) {
        return new ProblemException(new Problem(PREFIX + "conflict", "Conflict", 409, detail, field));
    }

    /** {@code If-Match} names a version that is no longer the current one. */
    public static ProblemException preconditionFailed(String detail) {
        return new ProblemException(
                new Problem(PREFIX + "precondition-failed", "Precondition failed", 412, detail, "If-Match"));
    }

    public static ProblemException preconditionRequired(String detail) {
        return new ProblemException(
                new Problem(PREFIX + "precondition-required", "Precondition required", 428, detail, "If-Match"));
    }

    /**
     * The caller asks too often.
     *
     * @param retryAfter when it may ask again
     */
    public static ProblemException tooManyRequests(String detail, Duration retryAfter) {
        return new ProblemException(
                new Problem(PREFIX + "too-many-requests", "Too many requests", 429, detail, null), retryAfter);
    }

    public static ProblemException tooManyRequests(String detail) {
        return tooManyRequests(detail, Duration.ofSeconds(1));
    }

    /** The request is well-formed, but what it asks for cannot be done. */
    public static ProblemException unprocessable(String field, String detail) {
        return new ProblemException(new Problem(PREFIX + "unprocessable", "Cannot be done", 422, detail, field));
    }

    /** Something this service needs does not answer; trying again soon is right. */
    public static ProblemException unavailable(String detail) {
        return new ProblemException(new Problem(PREFIX + "unavailable", "Unavailable", 503, detail, null));
    }

    static Problem internal() {
        return new Problem(PREFIX + "internal", "Internal error", 500, "The service failed; its log knows more.", null);
    }

    static Problem ofStatus(int status, String title, String detail) {
        return new Problem(PREFIX + "http-" + status, title, status, detail, null);
    }
}
