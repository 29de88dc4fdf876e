package dev.legato.embedded;

/** Something of the machine is in the way of a start; the message says what, and what to do about it. */
public final class StartupException extends RuntimeException {
    public StartupException(String message) {
        super(message);
    }

    public StartupException(String message, Throwable cause) {
        super(message, cause);
    }
}
