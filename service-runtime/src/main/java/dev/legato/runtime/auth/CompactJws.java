package dev.legato.runtime.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.util.Base64URL;
import dev.legato.contracts.Excerpt;
import dev.legato.runtime.json.InvalidJsonException;
import dev.legato.runtime.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A JWS in compact form (RFC 7515 §7.1) with a JSON payload, read as strictly as RFC 8725 advises and not verified yet.
 *
 * @param signed what the signature is of
 * @param signature 64 bytes in base64url
 */
record CompactJws(JsonNode header, JsonNode payload, String signed, String signature) {
    private static final int MAX_CHARACTERS = 4_096;
    private static final int MAX_NAME_CHARACTERS = 128;
    private static final int SIGNATURE_BYTES = 64;
    private static final Set<String> ALGORITHMS = Set.of(VerifyingKey.Es256.ALGORITHM, VerifyingKey.EdDsa.ALGORITHM);

    /**
     * Reads one. Keys are never fetched from where a header says ({@code jku}, {@code x5u}) nor taken from a certificate in it;
     * an extension that it calls critical is one that is not understood here (RFC 7515 §4.1.11).
     *
     * @param types what {@code typ} may be, in lower case: no other kind of JWT passes for this one (RFC 8725 §3.11)
     * @throws IllegalArgumentException saying what it is not
     */
    static CompactJws parse(String compact, Set<String> types) {
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
        requireHeader(header, types);
        if (bytes("signature", segments[2]).length != SIGNATURE_BYTES) {
            throw new IllegalArgumentException("signature: expected: %d bytes".formatted(SIGNATURE_BYTES));
        }
        String signed = compact.substring(0, compact.lastIndexOf('.'));
        return new CompactJws(header, object("payload", segments[1]), signed, segments[2]);
    }

    /** Whether a key of the algorithm that the header names made the signature. */
    boolean isSignedBy(VerifyingKey key) {
        return key.algorithm().equals(algorithm())
                && key.verifies(signed.getBytes(StandardCharsets.US_ASCII), new Base64URL(signature));
    }

    String algorithm() {
        return header.path("alg").asText();
    }

    private static void requireHeader(JsonNode header, Set<String> types) {
        String algorithm = Claims.text(header, "alg", MAX_NAME_CHARACTERS);
        if (!ALGORITHMS.contains(algorithm)) {
            throw new IllegalArgumentException("alg: %s (expected: ES256)".formatted(Excerpt.of(algorithm)));
        }
        for (String member : List.of("crit", "b64", "zip")) {
            if (header.has(member)) {
                throw new IllegalArgumentException(
                        "%s: an extension that is not understood here (expected: none)".formatted(member));
            }
        }
        for (String member : List.of("jku", "x5u", "x5c", "x5t", "x5t#S256")) {
            if (header.has(member)) {
                throw new IllegalArgumentException("%s: a key from elsewhere (expected: kid)".formatted(member));
            }
        }
        String type = Claims.text(header, "typ", MAX_NAME_CHARACTERS);
        if (!types.contains(type.toLowerCase(Locale.ROOT))) {
            throw new IllegalArgumentException("typ: %s (expected: %s)".formatted(Excerpt.of(type), types));
        }
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
