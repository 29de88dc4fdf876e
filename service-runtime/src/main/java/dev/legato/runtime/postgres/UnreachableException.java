package dev.legato.runtime.postgres;

import java.io.IOException;

/** PostgreSQL cannot be reached or refuses the connection: waiting may help, or an operator must act. */
public final class UnreachableException extends IOException {
    private final boolean refusal;

    UnreachableException(String message, boolean refusal, Throwable cause) {
        super(message, cause);
        this.refusal = refusal;
    }

    /** Whether it does not know the user, the password or the database. */
    public boolean isRefusal() {
        return refusal;
    }
}
