package dev.legato.runtime.postgres;

import java.io.IOException;

/** There is no connection to PostgreSQL, or no longer. */
final class ConnectionLostException extends IOException {
    ConnectionLostException(Throwable cause) {
        super("no connection to PostgreSQL: " + cause.getMessage(), cause);
    }
}
