package dev.legato.analytics;

/** A record holds what cannot be used; its cause says what. It becomes a dead letter. */
final class UnusableRecordException extends RuntimeException {
    private final Exception reason;

    UnusableRecordException(Exception reason) {
        super(reason.getMessage(), reason, false, false);
        this.reason = reason;
    }

    Exception reason() {
        return reason;
    }
}
