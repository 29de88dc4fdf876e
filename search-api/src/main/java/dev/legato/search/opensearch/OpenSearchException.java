package dev.legato.search.opensearch;

import java.io.IOException;

/** OpenSearch refused a request. */
final class OpenSearchException extends IOException {
    static final int NOT_FOUND = 404;
    static final int CONFLICT = 409;

    private static final long serialVersionUID = 1;

    private final int status;
    private final String type;

    /**
     * A refusal.
     *
     * @param type of the error, such as {@code index_not_found_exception}; empty if it has none
     * @param reason what OpenSearch says, without what was sent
     */
    OpenSearchException(int status, String type, String reason) {
        super("OpenSearch refuses with status %d: %s %s".formatted(status, type, reason));
        this.status = status;
        this.type = type;
    }

    String type() {
        return type;
    }

    int status() {
        return status;
    }
}
