package dev.legato.ingest;

/** One event of a batch is invalid. */
final class InvalidEventException extends Exception {
    private final String reason;

    InvalidEventException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** The member at fault, what it is and what it should be. */
    String reason() {
        return reason;
    }
}
