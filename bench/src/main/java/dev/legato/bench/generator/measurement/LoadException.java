package dev.legato.bench.generator.measurement;

/** A run cannot go on; the message says to a person what the server did and what was expected. */
public final class LoadException extends RuntimeException {
    public LoadException(String message) {
        super(message);
    }
}
