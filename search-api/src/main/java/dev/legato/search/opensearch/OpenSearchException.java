package dev.legato.search.opensearch;

import java.io.IOException;

/** OpenSearch refused a request. */
final class OpenSearchException extends IOException {
    static final int BAD_REQUEST = 400;
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

    /** Whether the index is gone, or cannot take what was sent; else the refusal may pass, as of a password. */
    boolean isOfTheIndex() {
        return status == BAD_REQUEST || status == NOT_FOUND || status == CONFLICT;
    }

    String type() {
        return type;
    }

    int status() {
        return status;
    }
}
