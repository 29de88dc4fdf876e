package dev.legato.account.oauth.endpoint;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jwt.SignedJWT;
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
import dev.legato.runtime.http.Request;
import java.net.URI;
import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Verifies DPoP proofs at one endpoint, RFC 9449 §5 and §10.1. A client that sends one gets tokens bound to its key. */
final class Proofs {
    /** Algorithms that proofs may be signed with. */
    static final Set<JWSAlgorithm> ALGORITHMS = Set.of(JWSAlgorithm.ES256);

    private static final int MAX_CHARACTERS = 4_096;
    private static final long MAX_SKEW_SECONDS = 5;
    private static final long MAX_AGE_SECONDS = 60;

    private final DPoPTokenRequestVerifier verifier;
    private final ProofStore store;

    Proofs(URI endpoint, ProofStore store) {
        this.verifier =
                new DPoPTokenRequestVerifier(ALGORITHMS, endpoint, MAX_SKEW_SECONDS, MAX_AGE_SECONDS, this::use);
        this.store = store;
    }

    /**
     * The thumbprint of the key that a request proves to hold; empty if it has no proof.
     *
     * @throws OAuthException {@code invalid_dpop_proof}
     */
    Optional<String> keyThumbprint(Request request, OAuthClient client) {
        return request.header("DPoP").map(proof -> verified(proof, client));
    }

    private String verified(String proof, OAuthClient client) {
        try {
            if (proof.length() > MAX_CHARACTERS) {
                throw new ParseException("too long", 0);
            }
            return verifier.verify(new DPoPIssuer(client.id()), SignedJWT.parse(proof), (Set<Nonce>) null)
                    .getValue()
                    .toString();
        } catch (ParseException | InvalidDPoPProofException | JOSEException | IllegalArgumentException _) {
            // What the library says may quote the proof.
            throw OAuthException.of(
                    OAuth2Error.INVALID_DPOP_PROOF,
                    "The DPoP proof is not one for this endpoint, is too old or was used before.");
        }
    }

    private void use(DPoPProofUse use) throws AlreadyUsedException {
        String id = use.getIssuer().getValue() + " " + use.getJWTID().getValue();
        if (!store.use(id, Duration.ofSeconds(MAX_AGE_SECONDS + 2 * MAX_SKEW_SECONDS))
                .await()) {
            throw new AlreadyUsedException("used before");
        }
    }
}
