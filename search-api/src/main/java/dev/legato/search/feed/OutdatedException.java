package dev.legato.search.feed;

/** The index was filled from topics that are no longer there; the message says how that shows. */
final class OutdatedException extends Exception {
    OutdatedException(String message) {
        super(message);
    }
}
