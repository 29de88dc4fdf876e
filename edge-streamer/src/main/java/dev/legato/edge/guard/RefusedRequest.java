package dev.legato.edge.guard;

import java.io.IOException;

/** A request that is refused for its form, or because it comes too soon; the connection ends after the answer. */
public final class RefusedRequest extends IOException {
    private static final long serialVersionUID = 1;

    private final int status;
    private final String reason;

    /** @param reason what is wrong and what would be right, for whoever wrote the client */
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

    /** The reason alone is wanted, and an attacker chooses how often this is made. */
    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
