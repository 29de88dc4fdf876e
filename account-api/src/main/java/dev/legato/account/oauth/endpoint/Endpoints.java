package dev.legato.account.oauth.endpoint;

import java.net.URI;

/** Where the endpoints stand, under the issuer's URL however a request came. */
public record Endpoints(URI issuer) {
    URI authorization() {
        return issuer.resolve("/oauth2/authorize");
    }

    URI token() {
        return issuer.resolve("/oauth2/token");
    }

    URI keys() {
        return issuer.resolve("/oauth2/jwks.json");
    }

    URI pushedRequests() {
        return issuer.resolve("/oauth2/par");
    }

    URI deviceAuthorization() {
        return issuer.resolve("/oauth2/device_authorization");
    }

    /** What a device shows its listener: short, since it is typed. */
    URI device() {
        return issuer.resolve("/device");
    }

    URI revocation() {
        return issuer.resolve("/oauth2/revoke");
    }

    URI introspection() {
        return issuer.resolve("/oauth2/introspect");
    }

    URI userInfo() {
        return issuer.resolve("/oauth2/userinfo");
    }

    URI registration() {
        return issuer.resolve("/oauth2/register");
    }

    URI logout() {
        return issuer.resolve("/oauth2/logout");
    }
}
