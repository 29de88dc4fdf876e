package dev.legato.runtime.auth;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import dev.legato.contracts.Sha256;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks proofs that a request's sender holds a key (DPoP, RFC 9449 §4.3): a JWT that the key signed for this request alone.
 * Each is good once, within a minute of when it was made; what was used is remembered for that long.
 */
public final class DpopProofs {
    /** How far a proof's {@code iat} may be from now. */
    static final Duration WINDOW = Duration.ofSeconds(60);

    private static final Set<String> TYPES = Set.of("dpop+jwt");
    private static final int MAX_NAME_CHARACTERS = 128;
    private static final int MAX_URL_CHARACTERS = 2_048;

    /** Some 15 MB; a sender of more proofs in two minutes pushes out its own first. */
    private static final int MAX_USED = 100_000;

    private final URI origin;
    private final Clock clock;
    private final Optional<DpopNonces> nonces;
    private final Cache<String, Boolean> used = Caffeine.newBuilder()
            .maximumSize(MAX_USED)
            .expireAfterWrite(WINDOW.multipliedBy(2))
            .build();

    /** Says that a proof lacks a nonce that the server has offered lately. */
    static final class NonceNeededException extends IllegalArgumentException {
        NonceNeededException() {
            super("nonce: expected: the one of " + DpopNonces.HEADER);
        }
    }

    /**
     * @param origin scheme and host under which requests are sent, whatever name they reach this process by
     * @param nonces that proofs must contain; empty if they need none
     */
    DpopProofs(URI origin, Clock clock, Optional<DpopNonces> nonces) {
        this.origin = origin;
        this.clock = clock;
        this.nonces = nonces;
    }

    /**
     * Checks a proof and uses it up.
     *
     * @param method of the request
     * @param path of the request's target, without its query
     * @param accessToken that comes with the proof; null where a token is being asked for
     * @return the SHA-256 thumbprint (RFC 7638) of the key, in base64url
     * @throws NonceNeededException if it lacks a nonce
     * @throws IllegalArgumentException saying what is wrong with it
     */
    String check(String proof, String method, String path, @Nullable String accessToken) {
        CompactJws jws = CompactJws.parse(proof, TYPES);
        ECKey key = key(jws);
        JsonNode claims = jws.payload();
        if (!Claims.text(claims, "htm", MAX_NAME_CHARACTERS).equals(method)) {
            throw new IllegalArgumentException("htm: expected: " + method);
        }
        requireTarget(Claims.text(claims, "htu", MAX_URL_CHARACTERS), path);
        Instant now = clock.instant();
        Instant issued = Claims.time(claims, "iat");
        if (Duration.between(issued, now).abs().compareTo(WINDOW) > 0) {
            throw new IllegalArgumentException("iat: expected: within %d s of now".formatted(WINDOW.toSeconds()));
        }
        String nonce = claims.has("nonce") ? Claims.text(claims, "nonce", MAX_NAME_CHARACTERS) : "";
        if (nonces.isPresent() && !nonces.get().accepts(nonce)) {
            throw new NonceNeededException();
        }
        if (accessToken != null
                && !Claims.text(claims, "ath", MAX_NAME_CHARACTERS).equals(hash(accessToken))) {
            throw new IllegalArgumentException("ath: of another token");
        }
        if (!jws.isSignedBy(VerifyingKey.Es256.of(key))) {
            throw new IllegalArgumentException("wrong signature");
        }
        String thumbprint = thumbprint(key);
        String id = thumbprint + ' ' + Claims.text(claims, "jti", MAX_NAME_CHARACTERS);
        if (used.asMap().putIfAbsent(id, Boolean.TRUE) != null) {
            throw new IllegalArgumentException("jti: used before");
        }
        return thumbprint;
    }

    private static ECKey key(CompactJws jws) {
        JsonNode jwk = jws.header().path("jwk");
        if (!jws.algorithm().equals(VerifyingKey.Es256.ALGORITHM) || !jwk.isObject()) {
            throw new IllegalArgumentException("jwk: expected: a public key on P-256 for ES256");
        }
        try {
            ECKey key = ECKey.parse(jwk.toString());
            if (key.getCurve().equals(Curve.P_256) && !key.isPrivate()) {
                return key;
            }
        } catch (ParseException | IllegalArgumentException _) {
            // The same as for a key of another kind.
        }
        throw new IllegalArgumentException("jwk: expected: a public key on P-256");
    }

    /** Compared after normalization (RFC 9449 §4.3), query and fragment left out. */
    private void requireTarget(String text, String path) {
        URI target;
        try {
            target = URI.create(text);
        } catch (IllegalArgumentException _) {
            throw new IllegalArgumentException("htu: not a URI");
        }
        if (target.getHost() == null
                || !origin.getScheme().equalsIgnoreCase(target.getScheme())
                || !origin.getHost().equalsIgnoreCase(target.getHost())
                || port(origin) != port(target)
                || !path.equals(target.getRawPath().isEmpty() ? "/" : target.getRawPath())) {
            throw new IllegalArgumentException("htu: expected: %s%s".formatted(origin, path));
        }
    }

    private static int port(URI url) {
        if (url.getPort() >= 0) {
            return url.getPort();
        }
        return "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }

    private static String thumbprint(ECKey key) {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String hash(String accessToken) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.of(accessToken.getBytes(StandardCharsets.US_ASCII)));
    }
}
