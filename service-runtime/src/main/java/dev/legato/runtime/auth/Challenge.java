package dev.legato.runtime.auth;

/** The values of {@code WWW-Authenticate} (RFC 6750 §3, RFC 9449 §7.1) that requests are refused with. */
final class Challenge {
    private static final String DPOP_ALGORITHMS = "algs=\"ES256\"";

    /** The request came without a token: either kind is accepted. */
    static final String TOKEN_NEEDED = "Bearer, DPoP " + DPOP_ALGORITHMS;

    private Challenge() {}

    /** The token is malformed, expired, revoked or not ours. */
    static String invalidToken(boolean proof) {
        return challenge(proof, "invalid_token");
    }

    /** The token may be good, but the proof of its key is not. */
    static String invalidProof() {
        return challenge(true, "invalid_dpop_proof");
    }

    /** The proof lacks a nonce, RFC 9449 §9. */
    static String useNonce() {
        return challenge(true, "use_dpop_nonce");
    }

    /** The token is good, but the person must have signed in more lately, RFC 9470 §3. */
    static String recentSignIn(boolean proof, long maxAgeSeconds) {
        return "%s, max_age=\"%d\"".formatted(challenge(proof, "insufficient_user_authentication"), maxAgeSeconds);
    }

    /** The token is good and does not allow this. */
    static String insufficientScope(boolean proof, String scope) {
        return "%s, scope=\"%s\"".formatted(challenge(proof, "insufficient_scope"), scope);
    }

    private static String challenge(boolean proof, String error) {
        return proof
                ? "DPoP error=\"%s\", %s".formatted(error, DPOP_ALGORITHMS)
                : "Bearer error=\"%s\"".formatted(error);
    }
}
