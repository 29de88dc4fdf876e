package dev.legato.edge.cache;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginRequest;
import dev.legato.edge.policy.CacheRequest;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A request of a client.
 *
 * @param request its target is the cache key with a slash before it
 * @param body null for none
 * @param client who asks; null if the edge asks for itself
 * @param reach whom it may be sent on to
 * @param interim receives the fields and the status of interim responses
 */
public record ClientRequest(
        CacheRequest request,
        OriginRequest.@Nullable Body body,
        OriginRequest.@Nullable Client client,
        Upstream.Reach reach,
        ObjIntConsumer<FieldList> interim) {
    /** The cache key. */
    String key() {
        return request.target().substring(1);
    }

    /** Whether another edge asks. */
    boolean isFromEdge() {
        return reach == Upstream.Reach.ORIGINS;
    }

    boolean isGet() {
        return request.method().equals("GET");
    }

    /**
     * A GET of the same that the edge sends by itself, so with nobody's credentials.
     *
     * @param fields those that select the response
     */
    ClientRequest detached(FieldList fields) {
        return new ClientRequest(new CacheRequest("GET", request.target(), fields), null, null, reach, (_, _) -> {});
    }

    /** Makes the request that is sent with other fields. */
    OriginRequest upstream(FieldList fields) {
        return new OriginRequest(request.method(), request.target(), fields, body, client, interim);
    }
}
