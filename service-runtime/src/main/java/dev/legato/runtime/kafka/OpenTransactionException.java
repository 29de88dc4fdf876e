package dev.legato.runtime.kafka;

/** A transaction that does not end keeps a topic from being read to its end; the message says where. */
final class OpenTransactionException extends RuntimeException {
    OpenTransactionException(String message) {
        super(message);
    }
}
