package dev.legato.runtime.auth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.contracts.Excerpt;
import dev.legato.runtime.json.InvalidJsonException;
import dev.legato.runtime.json.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;

/**
 * An access token as it came: a JWS in compact form (RFC 7515 §7.1) of JWT claims (RFC 7519), read as strictly as
 * RFC 8725 advises. Its signature is not looked at here; until it is verified, nothing in it is true.
 *
 * @param keyId names the key it says it is signed with
 */
record AccessToken(String keyId, JsonNode claims) {
    private static final int MAX_CHARACTERS = 4_096;
    private static final int MAX_NAME_CHARACTERS = 128;
    private static final int MAX_SCOPE_CHARACTERS = 1_024;
    private static final int SIGNATURE_BYTES = 64;
    private static final int LEEWAY_SECONDS = 5;
    private static final String ALGORITHM = "ES256";
    private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");

    /** The end of the year 9999. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /**
     * Reads a token. The algorithm is the verifier's choice and not the token's (RFC 8725 §3.1); keys that a token brings
     * along ({@code jwk}, {@code jku}, {@code x5c}, {@code x5u}) are never looked at; an extension the token calls
     * critical is one that this service does not understand (RFC 7515 §4.1.11).
     *
     * @throws IllegalArgumentException saying what it is not
     */
    static AccessToken parse(String compact) {
        if (compact.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException(
                    "length: %d (expected: <= %d)".formatted(compact.length(), MAX_CHARACTERS));
        }
        String[] segments = compact.split("\\.", -1);
        if (segments.length != 3) {
            throw new IllegalArgumentException(
                    "%d segments (expected: 3, a JWT that is signed)".formatted(segments.length));
        }
        JsonNode header = object("header", segments[0]);
        requireHeader(header);
        if (bytes("signature", segments[2]).length != SIGNATURE_BYTES) {
            throw new IllegalArgumentException("signature: expected: %d bytes".formatted(SIGNATURE_BYTES));
        }
        return new AccessToken(text(header, "kid", MAX_NAME_CHARACTERS), object("payload", segments[1]));
    }

    private static void requireHeader(JsonNode header) {
        String algorithm = text(header, "alg", MAX_NAME_CHARACTERS);
        if (!algorithm.equals(ALGORITHM)) {
            throw new IllegalArgumentException("alg: %s (expected: ES256)".formatted(Excerpt.of(algorithm)));
        }
        if (header.has("crit") || header.has("b64")) {
            throw new IllegalArgumentException("crit: an extension that is not understood here (expected: none)");
        }
        if (header.has("typ")) {
            String type = text(header, "typ", MAX_NAME_CHARACTERS);
            if (!TYPES.contains(type.toLowerCase(Locale.ROOT))) {
                throw new IllegalArgumentException("typ: %s (expected: JWT or at+jwt)".formatted(Excerpt.of(type)));
            }
        }
    }

    /**
     * Whom a token with a good signature speaks for.
     *
     * @throws IllegalArgumentException if it is not of this issuer, not good now, or its claims are not of their form
     */
    Caller caller(String issuer, Instant now) {
        if (!issuer.equals(text(claims, "iss", MAX_NAME_CHARACTERS))) {
            throw new IllegalArgumentException("iss: expected: %s".formatted(issuer));
        }
        // Nobody who verifies here goes by a name in it, so a token made for a named audience is not for us (§4.1.3).
        if (claims.has("aud")) {
            throw new IllegalArgumentException("aud: made for somebody else (expected: none)");
        }
        requireGoodAt(now);
        return new Caller(
                text(claims, "sub", MAX_NAME_CHARACTERS),
                flag("guest"),
                claims.has("scope") ? Set.of(scopes()) : Set.of(),
                claims.hasNonNull("sid") ? text(claims, "sid", MAX_NAME_CHARACTERS) : null);
    }

    private void requireGoodAt(Instant now) {
        double seconds = now.getEpochSecond();
        if (time("exp") <= seconds - LEEWAY_SECONDS) {
            throw new IllegalArgumentException("exp: expired; get a new one");
        }
        for (String start : new String[] {"nbf", "iat"}) {
            if (claims.has(start) && time(start) > seconds + LEEWAY_SECONDS) {
                throw new IllegalArgumentException("%s: not good yet".formatted(start));
            }
        }
    }

    /** A NumericDate: seconds since 1970, perhaps with a fraction. */
    private double time(String name) {
        JsonNode value = claims.path(name);
        double seconds = value.isNumber() ? value.doubleValue() : Double.NaN;
        if (!(seconds >= 0 && seconds <= LAST_SECOND)) {
            throw new IllegalArgumentException("%s: expected: a number of seconds since 1970".formatted(name));
        }
        return seconds;
    }

    private boolean flag(String name) {
        JsonNode value = claims.path(name);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new IllegalArgumentException("%s: expected: true or false".formatted(name));
        }
        return value.booleanValue();
    }

    /** Separated by spaces, RFC 6749 §3.3. */
    private String[] scopes() {
        return Arrays.stream(text(claims, "scope", MAX_SCOPE_CHARACTERS).split(" "))
                .distinct()
                .toArray(String[]::new);
    }

    private static String text(JsonNode object, String name, int maxCharacters) {
        JsonNode value = object.path(name);
        String text = value.isTextual() ? value.textValue() : "";
        boolean mayBeEmpty = name.equals("scope") && value.isTextual();
        if ((text.isEmpty() && !mayBeEmpty)
                || text.length() > maxCharacters
                || text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    "%s: expected: a text of 1 to %d characters".formatted(name, maxCharacters));
        }
        return text;
    }

    private static JsonNode object(String name, String segment) {
        try {
            JsonNode json = Json.readStrictly(bytes(name, segment), JsonNode.class);
            if (json != null && json.isObject()) {
                return json;
            }
        } catch (InvalidJsonException e) {
            throw new IllegalArgumentException("%s: %s".formatted(name, e.detail()), e);
        }
        throw new IllegalArgumentException("%s: expected: a JSON object".formatted(name));
    }

    /** Base64url without padding, RFC 7515 §2; one form each, so that no token has a second spelling. */
    private static byte[] bytes(String name, String segment) {
        byte[] decoded;
        try {
            decoded = Base64.getUrlDecoder().decode(segment);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("%s: not base64url".formatted(name), e);
        }
        if (!Base64.getUrlEncoder().withoutPadding().encodeToString(decoded).equals(segment)) {
            throw new IllegalArgumentException("%s: not base64url without padding".formatted(name));
        }
        return decoded;
    }
}
