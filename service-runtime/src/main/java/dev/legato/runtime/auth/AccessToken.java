package dev.legato.runtime.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.contracts.Entitlements;
import dev.legato.runtime.auth.Caller.SignIn;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An access token as it came: a JWT (RFC 7519) in the profile of RFC 9068. Its signature is not looked at here; until it is
 * verified, nothing in it is true.
 *
 * @param keyId names the key it says it is signed with
 */
record AccessToken(CompactJws jws, String keyId) {
    private static final int MAX_NAME_CHARACTERS = 128;
    private static final int MAX_SCOPE_CHARACTERS = 1_024;
    private static final int LEEWAY_SECONDS = 5;
    private static final int MAX_ITEMS = 32;
    private static final Set<String> TYPES = Set.of("at+jwt", "application/at+jwt");

    /**
     * Reads a token.
     *
     * @throws IllegalArgumentException saying what it is not
     */
    static AccessToken parse(String compact) {
        CompactJws jws = CompactJws.parse(compact, TYPES);
        if (jws.header().has("jwk")) {
            throw new IllegalArgumentException("jwk: a key of its own (expected: kid)");
        }
        return new AccessToken(jws, Claims.text(jws.header(), "kid", MAX_NAME_CHARACTERS));
    }

    /** Whether a token that was verified before has not expired since. */
    static boolean isCurrent(Caller.Token token, Instant now) {
        return token.expires().plusSeconds(LEEWAY_SECONDS).isAfter(now);
    }

    /**
     * Whom a token with a good signature speaks for.
     *
     * @throws IllegalArgumentException if it is not of this issuer, not for this audience, not good now, or its claims are
     *     not of their form
     */
    Caller caller(TokenSettings expected, Instant now) {
        JsonNode claims = jws.payload();
        String issuer = expected.issuer().toString();
        if (!issuer.equals(name("iss"))) {
            throw new IllegalArgumentException("iss: expected: " + issuer);
        }
        if (!Claims.texts(claims, "aud", MAX_ITEMS, MAX_NAME_CHARACTERS).contains(expected.audience())) {
            throw new IllegalArgumentException(
                    "aud: made for somebody else (expected: %s)".formatted(expected.audience()));
        }
        return new Caller(
                name("sub"),
                Claims.flag(claims, "guest"),
                scopes(),
                nameIfAny("sid"),
                name("client_id"),
                claims.has("roles") ? items("roles") : Set.of(),
                entitlements(claims),
                nameIfAny("profile"),
                nameIfAny("device"),
                signIn(claims),
                token(now));
    }

    private Caller.Token token(Instant now) {
        JsonNode claims = jws.payload();
        Instant expires = Claims.time(claims, "exp");
        Instant issued = Claims.time(claims, "iat");
        Caller.Token token = new Caller.Token(name("jti"), issued, expires, keyThumbprint(claims));
        if (!isCurrent(token, now)) {
            throw new IllegalArgumentException("exp: expired; get a new one");
        }
        Instant latest = now.plusSeconds(LEEWAY_SECONDS);
        if (issued.isAfter(latest)
                || (claims.has("nbf") && Claims.time(claims, "nbf").isAfter(latest))) {
            throw new IllegalArgumentException("nbf: not good yet");
        }
        return token;
    }

    private static @Nullable SignIn signIn(JsonNode claims) {
        if (!claims.has("auth_time")) {
            return null;
        }
        Set<String> methods =
                claims.has("amr") ? Claims.texts(claims, "amr", MAX_ITEMS, MAX_NAME_CHARACTERS) : Set.of();
        return new SignIn(Claims.time(claims, "auth_time"), methods);
    }

    private static Entitlements entitlements(JsonNode claims) {
        if (!claims.has("ent")) {
            return Entitlements.ALL;
        }
        JsonNode plan = claims.get("ent");
        return new Entitlements(
                Claims.count(plan, "maxBitrate"),
                Claims.count(plan, "streams"),
                Claims.flag(plan, "offline"),
                Claims.count(plan, "skipsPerHour"));
    }

    /** A confirmation of another kind than a key's thumbprint is one that cannot be asked for here. */
    private static @Nullable String keyThumbprint(JsonNode claims) {
        return claims.has("cnf") ? Claims.text(claims.get("cnf"), "jkt", MAX_NAME_CHARACTERS) : null;
    }

    /** Separated by spaces, RFC 6749 §3.3. */
    private Set<String> scopes() {
        JsonNode claims = jws.payload();
        if (!claims.has("scope") || claims.path("scope").asText("-").isEmpty()) {
            return Set.of();
        }
        return new HashSet<>(
                Arrays.asList(Claims.text(claims, "scope", MAX_SCOPE_CHARACTERS).split(" ")));
    }

    private Set<String> items(String claim) {
        return Claims.texts(jws.payload(), claim, MAX_ITEMS, MAX_NAME_CHARACTERS);
    }

    private String name(String claim) {
        return Claims.text(jws.payload(), claim, MAX_NAME_CHARACTERS);
    }

    private @Nullable String nameIfAny(String claim) {
        return jws.payload().hasNonNull(claim) ? name(claim) : null;
    }
}
