package dev.legato.edge.policy;

import java.util.Set;

/** What the status codes mean to a cache (RFC 9110 §15.1). */
final class Statuses {
    static final int OK = 200;
    static final int PARTIAL_CONTENT = 206;
    static final int NOT_MODIFIED = 304;

    private static final Set<Integer> CACHEABLE_BY_DEFAULT =
            Set.of(200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 501);
    /** The codes whose requirements for caches are met here, which {@code must-understand} asks for. */
    private static final Set<Integer> UNDERSTOOD = Set.of(
            200, 203, 204, 206, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 405, 410, 414, 421, 429, 451,
            500, 501, 502, 503, 504);
    /** They answer a condition or a range of one request, and say nothing to another request. */
    private static final Set<Integer> ABOUT_ONE_REQUEST = Set.of(NOT_MODIFIED, 412, 416, 417);

    private Statuses() {}

    static boolean isCacheableByDefault(int status) {
        return CACHEABLE_BY_DEFAULT.contains(status);
    }

    static boolean isUnderstood(int status) {
        return UNDERSTOOD.contains(status);
    }

    /** Whether a response with this status can answer another request; interim responses cannot. */
    static boolean isReusable(int status) {
        return status >= 200 && status <= 599 && !ABOUT_ONE_REQUEST.contains(status);
    }

    /** Whether the status says that the origin failed, in the sense of stale-if-error (RFC 5861 §4). */
    static boolean isFailure(int status) {
        return status == 500 || status == 502 || status == 503 || status == 504;
    }
}
