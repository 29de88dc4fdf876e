package dev.legato.edge.http;

/** The parts of a request's target, in origin form or in absolute form (RFC 9112 §3.2). */
public final class RequestTarget {
    private RequestTarget() {}

    /**
     * Where the token of a signed link begins: the first segment of the path that begins with a tilde, or -1. What stands
     * in the authority of an absolute form or in the query is no token.
     *
     * @return the index of the slash before it
     */
    public static int tokenIndex(String target) {
        int query = target.indexOf('?');
        int path = pathIndex(target);
        int token = path < 0 ? -1 : target.indexOf("/~", path);
        return query >= 0 && token > query ? -1 : token;
    }

    /** Where the path begins, or -1 if there is none. */
    public static int pathIndex(String target) {
        if (target.startsWith("/")) {
            return 0;
        }
        int scheme = target.indexOf("://");
        return scheme < 0 ? -1 : target.indexOf('/', scheme + 3);
    }
}
