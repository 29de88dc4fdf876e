package dev.legato.edge.guard;

import java.io.IOException;

/** The refusal of a request that is malformed or comes too soon. The connection is closed after the answer. */
public final class RefusedRequest extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String reason;

    /** @param reason what is wrong and what would be right, for the author of the client */
    RefusedRequest(int status, String reason) {
        super(reason);
        this.status = status;
        this.reason = reason;
    }

    public String reason() {
        return reason;
    }

    /** 400, 429, 431, 501 or 505. */
    public int status() {
        return status;
    }

    /** Does nothing: only the reason is needed, and an attacker decides how often this is made. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
