package dev.legato.account.oauth.message;

import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;

/** An error that OAuth defines, such as {@code invalid_grant}. Carries no stack trace: it is an answer, not a fault. */
public final class OAuthException extends RuntimeException {
    private final transient ErrorObject error;

    public OAuthException(ErrorObject error) {
        super(error.getDescription(), null, false, false);
        this.error = error;
    }

    /** An error with its description, RFC 6749 §5.2. */
    public static OAuthException of(ErrorObject error, String description) {
        return new OAuthException(error.setDescription(description));
    }

    public static OAuthException invalidRequest(String description) {
        return of(OAuth2Error.INVALID_REQUEST, description);
    }

    public static OAuthException invalidClient() {
        return of(OAuth2Error.INVALID_CLIENT, "The client is unknown or its secret is wrong.");
    }

    public static OAuthException invalidGrant(String description) {
        return of(OAuth2Error.INVALID_GRANT, description);
    }

    public static OAuthException invalidScope(String description) {
        return of(OAuth2Error.INVALID_SCOPE, description);
    }

    public ErrorObject error() {
        return error;
    }
}
