package dev.legato.bench.generator.http;

import dev.legato.bench.generator.measurement.Failure;

/** A call that failed, with its kind and what was found and expected. */
final class CallException extends RuntimeException {
    private final Failure failure;

    CallException(Failure failure, String message) {
        // Without a stack trace: a server that fails is counted, not debugged.
        super(message, null, false, false);
        this.failure = failure;
    }

    Failure failure() {
        return failure;
    }
}
