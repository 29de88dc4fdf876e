package dev.legato.edge.cache;

import dev.legato.edge.origin.OriginException;
import dev.legato.edge.origin.OriginResponse;
import dev.legato.edge.policy.Exchange;
import org.jspecify.annotations.Nullable;

/** What came of a request to the origins. */
sealed interface Received {
    /**
     * The response is being stored; its bytes can be read as they arrive.
     *
     * @param contentRange that came with it; null if none did
     */
    record Stored(
            CachedResponse response, int status, @Nullable String contentRange) implements Received {}

    /**
     * The response is not stored, and its body has to be read or cancelled.
     *
     * @param isAnswer false if the origin was asked for another range than the client asked for, so that this is no answer
     * @param detail why it is not stored
     */
    record Unstored(OriginResponse response, Exchange exchange, boolean isAnswer, String detail) implements Received {}

    /** There is no response. */
    record Failed(OriginException cause) implements Received {}
}
