package dev.legato.account.device;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import java.text.ParseException;
import java.util.Map;

/** The public key of a device, on P-256. The private one never leaves it. */
public final class DeviceKey {
    private static final int MAX_PROOF_CHARACTERS = 1_024;

    private final ECKey key;

    private DeviceKey(ECKey key) {
        this.key = key;
    }

    /**
     * Reads a JWK (RFC 7517).
     *
     * @throws IllegalArgumentException if it is no public key on P-256
     */
    static DeviceKey parse(Map<String, Object> jwk) {
        try {
            // Only these members: what else there is, a private part above all, is not stored.
            ECKey key = ECKey.parse(jwk);
            if (key.isPrivate() || !Curve.P_256.equals(key.getCurve())) {
                throw new IllegalArgumentException("expected: a public key, {kty: EC, crv: P-256, x, y}");
            }
            return new DeviceKey(new ECKey.Builder(Curve.P_256, key.getX(), key.getY()).build());
        } catch (ParseException | IllegalStateException e) {
            throw new IllegalArgumentException("expected: a public key, {kty: EC, crv: P-256, x, y}", e);
        }
    }

    /**
     * Whether a proof shows that its sender has the private key.
     *
     * @param proof a JWS in compact form (RFC 7515 §7.1), ES256, whose payload is the challenge
     */
    boolean proves(String proof, String challenge) {
        if (proof.length() > MAX_PROOF_CHARACTERS) {
            return false;
        }
        try {
            JWSObject signed = JWSObject.parse(proof);
            return JWSAlgorithm.ES256.equals(signed.getHeader().getAlgorithm())
                    && signed.verify(new ECDSAVerifier(key))
                    && signed.getPayload().toString().equals(challenge);
        } catch (ParseException | JOSEException | IllegalStateException _) {
            return false;
        }
    }

    /** The key as JSON, in its canonical form. */
    String json() {
        return key.toJSONString();
    }

    /** What the key is told apart by (RFC 7638). */
    String thumbprint() {
        try {
            return key.computeThumbprint().toString();
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
