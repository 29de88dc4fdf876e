package dev.legato.edge.http;

/** Finds the parts of a request target, in origin form or in absolute form (RFC 9112 §3.2). */
public final class RequestTarget {
    private RequestTarget() {}

    /** Returns the index at which the path begins, or -1 if there is none. */
    public static int pathIndex(String target) {
        if (target.startsWith("/")) {
            return 0;
        }
        int scheme = target.indexOf("://");
        return scheme < 0 ? -1 : target.indexOf('/', scheme + 3);
    }
}
