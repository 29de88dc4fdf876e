package dev.legato.edge.cache;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginRequest;
import dev.legato.edge.origin.OriginResponse;
import dev.legato.edge.origin.Origins;
import io.vertx.core.Future;

/** Where a cache gets what it does not have: from origins, or from other edges of its cluster. */
public interface Upstream {
    /** Whom a request may reach. */
    enum Reach {
        /** Another edge, if it owns what is asked for; else an origin. */
        EDGES,
        /** An origin only: the request came from another edge, and goes one hop at most. */
        ORIGINS
    }

    /**
     * Sends a request.
     *
     * @return the response's head, or an {@link dev.legato.edge.origin.OriginException}, on the caller's context
     */
    Future<OriginResponse> send(OriginRequest request, Reach reach);

    /**
     * Returns where one request for slices has to end: those behind belong to somebody else.
     *
     * @param offset of the first byte that is asked for
     */
    long end(long offset);

    /** Names what simultaneous requests wait for together: those of one name are answered by the same owner. */
    String collapseKey(String key, FieldList fields);

    /** Says that an origin no longer has what was stored under a key. */
    void changed(String key);

    /** Asks the origins for everything. */
    static Upstream of(Origins origins) {
        return new Upstream() {
            @Override
            public Future<OriginResponse> send(OriginRequest request, Reach reach) {
                return origins.send(request);
            }

            @Override
            public long end(long offset) {
                return Long.MAX_VALUE;
            }

            @Override
            public String collapseKey(String key, FieldList fields) {
                return key;
            }

            @Override
            public void changed(String key) {
                // nobody else has it
            }
        };
    }
}
