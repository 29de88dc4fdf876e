package dev.legato.runtime.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Who may call an operation, from its {@code security} (OpenAPI 3.1 §4.8.30).
 *
 * @param token whether an access token is looked at
 * @param scopes what the token must allow, all of them; empty if any valid one will do
 */
record Access(Token token, List<String> scopes) {
    /** What becomes of an {@code Authorization} header. */
    enum Token {
        /** It is none of the operation's business. */
        IGNORED,
        /** A token that comes along must be valid. */
        OPTIONAL,
        /** A valid token must come. */
        REQUIRED
    }

    Access {
        scopes = List.copyOf(scopes);
    }

    /**
     * {@code [{bearer: [streaming]}]} needs a token with that scope, {@code [{bearer: []}]} any valid one; with {@code {}}
     * beside it a token may come and need not; no security at all leaves tokens alone.
     */
    static Access of(JsonNode operation) {
        boolean anyone = false;
        boolean bearer = false;
        List<String> scopes = new ArrayList<>();
        for (JsonNode alternative : operation.path("security")) {
            anyone |= alternative.isEmpty();
            if (alternative.has("bearer")) {
                bearer = true;
                alternative.get("bearer").forEach(scope -> scopes.add(scope.asText()));
            }
        }
        if (!bearer) {
            return new Access(Token.IGNORED, List.of());
        }
        return new Access(anyone ? Token.OPTIONAL : Token.REQUIRED, scopes);
    }
}
