package dev.legato.edge.policy;

import dev.legato.edge.http.FieldList;

/**
 * A request as the cache sees it.
 *
 * @param method case-sensitive, as received
 * @param target the URI of the cache key: absolute, or a path with its query if the key has no host
 */
public record CacheRequest(String method, String target, FieldList fields) {
    /** Whether a stored response to GET can answer this request: GET and HEAD. */
    boolean isRetrieval() {
        return method.equals("GET") || isHead();
    }

    boolean isHead() {
        return method.equals("HEAD");
    }

    /** Whether the method changes nothing at the origin (RFC 9110 §9.2.1); an unknown method is not safe. */
    boolean isSafe() {
        return isRetrieval() || method.equals("OPTIONS") || method.equals("TRACE");
    }
}
