package dev.legato.ingest.journal;

import java.io.IOException;

/** The journal has reached its bound: Kafka has not taken enough of what lies in it. */
public final class JournalFullException extends IOException {
    private static final long serialVersionUID = 1;

    JournalFullException(long bytes) {
        super("the journal has %d bytes of events that Kafka has not taken yet, and takes no more".formatted(bytes));
    }
}
