package dev.legato.edge.origin;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Says why there is no response, or why its body did not arrive whole. */
public final class OriginException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final @Nullable Duration retryAfter;

    /** What went wrong, and which status of RFC 9110 a proxy answers with. */
    public enum Kind {
        /** The request cannot be sent on: its method, target or a field is not allowed there (400, or 405 for a method). */
        REQUEST,
        /** The request has passed this edge before, RFC 8586 (508). */
        LOOP,
        /** All connections to the origin are in use, and the queue is full or the wait was too long (503). */
        BUSY,
        /** No origin is healthy; nothing was sent (503). */
        UNAVAILABLE,
        /** There are no credentials to sign the request with (502). */
        CREDENTIALS,
        /** No connection came about: its name, TCP or TLS failed (502). */
        CONNECT,
        /** The connection ended, or the stream was reset, before the response's head (502). */
        RESET,
        /** The origin did not send HTTP (502). */
        PROTOCOL,
        /** The head of the response did not arrive in time (504). */
        TIMEOUT,
        /** The body ended before its declared length or its last chunk; the head had been handed over. */
        TRUNCATED,
        /** The body stopped arriving for too long; the head had been handed over. */
        STALLED,
        /** The caller has cancelled the call, or the body it was sending failed. */
        CANCELLED
    }

    public OriginException(Kind kind, String message, @Nullable Throwable cause) {
        this(kind, message, cause, null);
    }

    OriginException(Kind kind, String message, @Nullable Throwable cause, @Nullable Duration retryAfter) {
        // Failures of origins are ordinary events; a stack of this edge's own frames would say nothing about them.
        super(message, cause, false, false);
        this.kind = kind;
        this.retryAfter = retryAfter;
    }

    public Kind kind() {
        return kind;
    }

    /** When to try again, for {@code Retry-After}; null unless the kind is UNAVAILABLE or BUSY. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
