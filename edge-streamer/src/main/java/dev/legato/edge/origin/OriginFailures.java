package dev.legato.edge.origin;

import dev.legato.edge.origin.OriginException.Kind;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;

/** What the failures that Vert.x reports mean. */
final class OriginFailures {
    private OriginFailures() {}

    /** Whether there was no free connection. The wait for one is longer than TCP and TLS may take, which fail otherwise. */
    static boolean isBusy(Throwable cause) {
        return cause instanceof ConnectionPoolTooBusyException || cause instanceof TimeoutException;
    }

    /** The kind of a failure between the request and the response's head. */
    static Kind beforeHead(Throwable cause) {
        return switch (cause) {
            case OriginException e -> e.kind();
            case HttpClosedException _, StreamResetException _, PrematureChannelClosureException _, IOException _ ->
                Kind.RESET;
            default -> Kind.PROTOCOL;
        };
    }

    /** Whether the origin has failed, and not this edge or its client. */
    static boolean isTheOrigins(Kind kind) {
        return switch (kind) {
            case CONNECT, RESET, PROTOCOL, TIMEOUT -> true;
            case REQUEST, LOOP, BUSY, UNAVAILABLE, CREDENTIALS, CANCELLED, TRUNCATED, STALLED -> false;
        };
    }
}
