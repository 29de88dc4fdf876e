package dev.legato.account.oauth;

/** An error of the token endpoint, RFC 6749 §5.2. Carries no stack trace: it is an answer, not a fault. */
final class OAuthError extends RuntimeException {
    private final String code;

    /**
     * An error.
     *
     * @param code as the RFC has it, such as {@code invalid_grant}
     */
    OAuthError(String code, String description) {
        super(description, null, false, false);
        this.code = code;
    }

    static OAuthError invalidRequest(String description) {
        return new OAuthError("invalid_request", description);
    }

    static OAuthError invalidClient() {
        return new OAuthError("invalid_client", "The client is unknown or its secret is wrong.");
    }

    String code() {
        return code;
    }

    int status() {
        return code.equals("invalid_client") ? 401 : 400;
    }
}
