package dev.legato.search.feed;

/** The index lacks what the topics no longer tell: they are others, or were not read for too long. The message says which. */
final class OutdatedException extends Exception {
    OutdatedException(String message) {
        super(message);
    }
}
