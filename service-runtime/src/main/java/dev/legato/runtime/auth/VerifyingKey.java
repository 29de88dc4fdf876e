package dev.legato.runtime.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.OctetKeyPair;
import com.nimbusds.jose.util.Base64URL;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Optional;

/** A public key that verifies the signatures of one algorithm, which the key fixes and not the token (RFC 8725 §3.1). */
sealed interface VerifyingKey {
    /** The only {@code alg} of its signatures, RFC 7518 §3.1. */
    String algorithm();

    /** Whether this key made a signature of 64 bytes. */
    boolean verifies(byte[] signed, Base64URL signature);

    /** A key of a set; empty if it is for another use, or of a kind that is not verified here. */
    static Optional<VerifyingKey> of(JWK key) {
        if (key.isPrivate() || (key.getKeyUse() != null && !key.getKeyUse().equals(KeyUse.SIGNATURE))) {
            return Optional.empty();
        }
        String algorithm = key.getAlgorithm() == null ? "" : key.getAlgorithm().getName();
        return switch (key) {
            case ECKey elliptic
            when elliptic.getCurve().equals(Curve.P_256) && algorithm.equals(Es256.ALGORITHM) ->
                Optional.of(Es256.of(elliptic));
            case OctetKeyPair pair
            when pair.getCurve().equals(Curve.Ed25519) && algorithm.equals(EdDsa.ALGORITHM) -> EdDsa.of(pair);
            default -> Optional.empty();
        };
    }

    /** ECDSA on P-256 with SHA-256, RFC 7518 §3.4. */
    record Es256(ECDSAVerifier verifier) implements VerifyingKey {
        static final String ALGORITHM = "ES256";
        private static final JWSHeader HEADER = new JWSHeader(JWSAlgorithm.ES256);

        /** @throws IllegalArgumentException if its point is not on the curve */
        static Es256 of(ECKey key) {
            try {
                ECDSAVerifier verifier = new ECDSAVerifier(key.toECPublicKey());
                SignatureProvider.fastest().ifPresent(verifier.getJCAContext()::setProvider);
                return new Es256(verifier);
            } catch (JOSEException e) {
                throw new IllegalArgumentException("not a public key on P-256", e);
            }
        }

        @Override
        public String algorithm() {
            return ALGORITHM;
        }

        @Override
        public boolean verifies(byte[] signed, Base64URL signature) {
            try {
                return verifier.verify(HEADER, signed, signature);
            } catch (JOSEException _) {
                return false;
            }
        }
    }

    /** Ed25519, RFC 8037 §3.1, by the JDK. */
    record EdDsa(PublicKey key) implements VerifyingKey {
        static final String ALGORITHM = "EdDSA";
        private static final int BYTES = 32;

        private static Optional<VerifyingKey> of(OctetKeyPair pair) {
            byte[] point = pair.getDecodedX();
            if (point.length != BYTES) {
                return Optional.empty();
            }
            // RFC 8032 §5.1.2: y with the least byte first; the highest bit says whether x is odd.
            boolean odd = point[BYTES - 1] < 0;
            byte[] y = new byte[BYTES];
            for (int i = 0; i < BYTES; i++) {
                y[i] = point[BYTES - 1 - i];
            }
            y[0] &= 0x7f;
            try {
                PublicKey key = KeyFactory.getInstance("Ed25519")
                        .generatePublic(new EdECPublicKeySpec(
                                NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y))));
                return Optional.of(new EdDsa(key));
            } catch (GeneralSecurityException _) {
                return Optional.empty();
            }
        }

        @Override
        public String algorithm() {
            return ALGORITHM;
        }

        @Override
        public boolean verifies(byte[] signed, Base64URL signature) {
            try {
                Signature verifier = Signature.getInstance("Ed25519");
                verifier.initVerify(key);
                verifier.update(signed);
                return verifier.verify(signature.decode());
            } catch (GeneralSecurityException _) {
                return false;
            }
        }
    }
}
