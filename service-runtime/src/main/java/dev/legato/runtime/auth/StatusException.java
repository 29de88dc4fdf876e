package dev.legato.runtime.auth;

/** The issuer has answered, but with another status than 200. */
final class StatusException extends Exception {
    private final int status;

    StatusException(String url, int status) {
        super("%s: status %d".formatted(url, status));
        this.status = status;
    }

    int status() {
        return status;
    }
}
