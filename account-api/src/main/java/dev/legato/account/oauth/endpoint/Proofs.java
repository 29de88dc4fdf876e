package dev.legato.account.oauth.endpoint;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.OAuth2Error;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPIssuer;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPProofUse;
import com.nimbusds.oauth2.sdk.dpop.verifiers.DPoPTokenRequestVerifier;
import com.nimbusds.oauth2.sdk.dpop.verifiers.InvalidDPoPProofException;
import com.nimbusds.oauth2.sdk.util.singleuse.AlreadyUsedException;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.legato.account.oauth.client.OAuthClient;
import dev.legato.account.oauth.grant.ProofStore;
import dev.legato.account.oauth.message.OAuthException;
import dev.legato.runtime.auth.DpopNonces;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Verifies DPoP proofs at one endpoint, RFC 9449 §5 and §10.1. A client that sends one gets tokens bound to its key. */
final class Proofs {
    /** Algorithms that proofs may be signed with. */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256);

    private static final int MAX_CHARACTERS = 4_096;
    private static final long MAX_SKEW_SECONDS = 5;
    private static final long MAX_AGE_SECONDS = 60;

    private static final ErrorObject USE_NONCE = new ErrorObject("use_dpop_nonce", null, 400);

    private final DPoPTokenRequestVerifier verifier;
    private final ProofStore store;
    private final Optional<DpopNonces> nonces;

    /** @param nonces that proofs must contain; empty if they need none */
    Proofs(URI endpoint, ProofStore store, Optional<DpopNonces> nonces) {
        this.verifier =
                new DPoPTokenRequestVerifier(ALGORITHMS, endpoint, MAX_SKEW_SECONDS, MAX_AGE_SECONDS, this::use);
        this.store = store;
        this.nonces = nonces;
    }

    /**
     * The thumbprint of the key that a request proves to hold; empty if it has no proof.
     *
     * @throws OAuthException {@code invalid_dpop_proof}, or {@code use_dpop_nonce} if it lacks a nonce (RFC 9449 §8)
     */
    Optional<String> keyThumbprint(Request request, OAuthClient client) {
        return request.header("DPoP").map(proof -> verified(proof, client));
    }

    /** The same answer, with the nonce for the next proof if the request had one. */
    Reply withNonce(Request request, Reply reply) {
        return nonces.isPresent() && request.header("DPoP").isPresent()
                ? reply.header(DpopNonces.HEADER, nonces.get().current())
                : reply;
    }

    private String verified(String proof, OAuthClient client) {
        try {
            if (proof.length() > MAX_CHARACTERS) {
                throw new ParseException("too long", 0);
            }
            SignedJWT jwt = SignedJWT.parse(proof);
            return verifier.verify(new DPoPIssuer(client.id()), jwt, accepted(jwt))
                    .getValue()
                    .toString();
        } catch (ParseException | InvalidDPoPProofException | JOSEException | IllegalArgumentException _) {
            // What the library says may quote the proof.
            throw OAuthException.of(
                    OAuth2Error.INVALID_DPOP_PROOF,
                    "The DPoP proof is not one for this endpoint, is too old or was used before.");
        }
    }

    /** The nonce of a proof for the library, which refuses one that it is not given; null if it has none and needs none. */
    private @Nullable Set<Nonce> accepted(SignedJWT proof) throws ParseException {
        String nonce = proof.getJWTClaimsSet().getStringClaim("nonce");
        if (nonces.isPresent() && !nonces.get().accepts(nonce == null ? "" : nonce)) {
            throw OAuthException.of(USE_NONCE, "The DPoP proof needs the nonce of " + DpopNonces.HEADER + ".");
        }
        return nonce == null ? null : Set.of(new Nonce(nonce));
    }

    private void use(DPoPProofUse use) throws AlreadyUsedException {
        String id = use.getIssuer().getValue() + " " + use.getJWTID().getValue();
        if (!store.use(id, Duration.ofSeconds(MAX_AGE_SECONDS + 2 * MAX_SKEW_SECONDS))
                .await()) {
            throw new AlreadyUsedException("used before");
        }
    }
}
