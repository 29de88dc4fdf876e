package dev.legato.bench.load;

/** A run cannot go on; the message says to a person what the server did and what was expected. */
public final class LoadException extends RuntimeException {
    public LoadException(String message) {
        super(message);
    }
}
