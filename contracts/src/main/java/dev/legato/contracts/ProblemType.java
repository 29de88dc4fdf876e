package dev.legato.contracts;

import java.util.Locale;

/**
 * Every type of problem that Legato answers with (RFC 9457), {@code urn:legato:problem:{name}}; {@code docs/problems.md} says
 * what a client should do about each. A type is stable, and so are its title and its status.
 *
 * <p>A status that none of them has is answered with {@code about:blank}, which RFC 9457 has mean the status alone.
 */
public enum ProblemType {
    INVALID_REQUEST(400, "Invalid request"),
    UNAUTHORIZED(401, "Authentication needed"),
    WRONG_CREDENTIALS(401, "Not logged in"),
    SECOND_FACTOR_NEEDED(401, "Second factor needed"),
    SESSION_ENDED(401, "Not logged in"),
    FORBIDDEN(403, "Not allowed"),
    LINK_NEEDED(403, "Signed link needed"),
    LINK_MALFORMED(403, "Malformed link"),
    LINK_WRONG_SIGNATURE(403, "Wrong signature"),
    LINK_EXPIRED(403, "Link expired"),
    LINK_WRONG_PREFIX(403, "Wrong prefix"),
    ABOVE_PLAN(403, "Not in this plan"),
    TOO_MANY_STREAMS(403, "Playing elsewhere"),
    TOO_MANY_DEVICES(409, "Too many devices"),
    NOT_FOUND(404, "Not found"),
    METHOD_NOT_ALLOWED(405, "Method not allowed"),
    REQUEST_TIMEOUT(408, "Request timeout"),
    CONFLICT(409, "Conflict"),
    PRECONDITION_FAILED(412, "Precondition failed"),
    CONTENT_TOO_LARGE(413, "Content too large"),
    TARGET_TOO_LONG(414, "Request target too long"),
    UNSUPPORTED_MEDIA_TYPE(415, "Unsupported media type"),
    RANGE_NOT_SATISFIABLE(416, "Range not satisfiable"),
    EXPECTATION_FAILED(417, "Expectation failed"),
    UNPROCESSABLE(422, "Cannot be done"),
    PRECONDITION_REQUIRED(428, "Precondition required"),
    TOO_MANY_REQUESTS(429, "Too many requests"),
    FIELDS_TOO_LARGE(431, "Header fields too large"),
    INTERNAL(500, "Internal error"),
    NOT_IMPLEMENTED(501, "Not implemented"),
    BAD_GATEWAY(502, "Bad gateway"),
    UNAVAILABLE(503, "Unavailable"),
    GATEWAY_TIMEOUT(504, "Gateway timeout"),
    VERSION_NOT_SUPPORTED(505, "HTTP version not supported"),
    LOOP_DETECTED(508, "Loop detected");

    private static final String PREFIX = "urn:legato:problem:";

    private final int status;
    private final String title;

    ProblemType(int status, String title) {
        this.status = status;
        this.title = title;
    }

    /** What stands in a problem's {@code type}, such as {@code urn:legato:problem:not-found}. */
    public String uri() {
        return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The HTTP status it is answered with. */
    public int status() {
        return status;
    }

    /** The type in words, the same each time. */
    public String title() {
        return title;
    }
}
