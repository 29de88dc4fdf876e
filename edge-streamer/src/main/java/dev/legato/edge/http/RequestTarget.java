package dev.legato.edge.http;

/** Finds the parts of a request target, in origin form or in absolute form (RFC 9112 §3.2). */
public final class RequestTarget {
    private RequestTarget() {}

    /**
     * Finds the token of a signed link: the first segment of the path that begins with a tilde. Neither the authority
     * of an absolute form nor the query has a token.
     *
     * @return the index of the slash before it, or -1
     */
    public static int tokenIndex(String target) {
        int query = target.indexOf('?');
        int path = pathIndex(target);
        int token = path < 0 ? -1 : target.indexOf("/~", path);
        return query >= 0 && token > query ? -1 : token;
    }

    /** Returns the index at which the path begins, or -1 if there is none. */
    public static int pathIndex(String target) {
        if (target.startsWith("/")) {
            return 0;
        }
        int scheme = target.indexOf("://");
        return scheme < 0 ? -1 : target.indexOf('/', scheme + 3);
    }
}
