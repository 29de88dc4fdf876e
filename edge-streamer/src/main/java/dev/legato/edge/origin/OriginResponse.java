package dev.legato.edge.origin;

import dev.legato.edge.http.FieldList;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.streams.ReadStream;

/**
 * A response whose head has arrived. It belongs to the context on which it was asked for: its body's methods are called
 * there, and its handlers run there. Whoever receives it reads the body to its end or cancels it; until then it holds a
 * connection.
 */
public final class OriginResponse {
    /** The length of a body of which only the end will tell. */
    public static final long UNKNOWN_LENGTH = -1;

    private final String origin;
    private final int status;
    private final HttpVersion version;
    private final FieldList fields;
    private final OriginBody body;

    OriginResponse(String origin, int status, HttpVersion version, FieldList fields, OriginBody body) {
        this.origin = origin;
        this.status = status;
        this.version = version;
        this.fields = fields;
        this.body = body;
    }

    /** The origin that answered, as metrics and logs name it. */
    public String origin() {
        return origin;
    }

    /** The final status, from 200. */
    public int status() {
        return status;
    }

    /** The version of the connection: HTTP/1.1 also where the origin answered by HTTP/1.0. */
    public HttpVersion version() {
        return version;
    }

    /** All header fields, those of the connection among them. */
    public FieldList fields() {
        return fields;
    }

    /** How many bytes the body will have, or {@link #UNKNOWN_LENGTH}; 0 if the response can have none. */
    public long length() {
        return body.length();
    }

    /**
     * Whether a body that was cut short is recognized. It is not if the connection's end is the body's end (RFC 9112 §6.3
     * rule 8): such a body must not be stored as complete.
     */
    public boolean isEndKnown() {
        return body.isEndKnown();
    }

    /**
     * The body, paused. It fails with an {@link OriginException} of the kind TRUNCATED, STALLED or CANCELLED, also if that
     * happened before it had an exception handler; its end handler is called only if all of it has arrived. Trailers are
     * dropped. The time between two chunks is bounded while it is not paused.
     */
    public ReadStream<Buffer> body() {
        return body;
    }

    /** Aborts the exchange with the origin, unless it is over: the body fails as CANCELLED. For any thread. */
    public void cancel() {
        body.cancel();
    }

    /** Lets a short rest of the body arrive, so that the connection can be used again; cancels a longer one. */
    public void discard() {
        body.discard();
    }
}
