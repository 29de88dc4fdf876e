package dev.legato.edge.cache;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginException;
import dev.legato.edge.origin.OriginResponse;
import dev.legato.edge.policy.CacheStatus;
import org.jspecify.annotations.Nullable;

/** What a request is answered with. */
public sealed interface Outcome {
    /**
     * A stored response; the receiver releases the file once.
     *
     * @param status what the cache did
     * @param part the value of Content-Range that came with a part that stands alone, if this request fetched it; else null
     */
    record Stored(
            CachedFile file, CacheStatus status, @Nullable String part) implements Outcome {}

    /**
     * A response that is passed on; the receiver reads its body to the end or cancels it.
     *
     * @param fields those to send
     */
    record Passed(OriginResponse response, FieldList fields, CacheStatus status) implements Outcome {}

    /** There is no response. */
    record Failed(OriginException cause, CacheStatus status) implements Outcome {}

    /** The client wanted a stored response or none, and there is none: 504. */
    enum NotStored implements Outcome {
        NOT_STORED
    }
}
