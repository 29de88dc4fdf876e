package dev.legato.account.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.legato.runtime.auth.SignatureProvider;
import java.text.ParseException;
import java.time.Instant;
import java.util.Map;

/** A key pair on P-256 that signs access tokens (ES256, RFC 7518 §3.4) from an instant on. */
final class SigningKey {
    private final ECKey key;
    private final Instant signsFrom;
    private final ECDSASigner signer;

    private SigningKey(ECKey key, Instant signsFrom) throws JOSEException {
        this.key = key;
        this.signsFrom = signsFrom;
        this.signer = new ECDSASigner(key);
        SignatureProvider.fastest().ifPresent(signer.getJCAContext()::setProvider);
    }

    /** Makes a key. Its id is its thumbprint, RFC 7638. */
    static SigningKey generate(Instant signsFrom) {
        try {
            return new SigningKey(
                    new ECKeyGenerator(Curve.P_256)
                            .keyUse(KeyUse.SIGNATURE)
                            .algorithm(JWSAlgorithm.ES256)
                            .keyIDFromThumbprint(true)
                            .generate(),
                    signsFrom);
        } catch (JOSEException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    /** @param json what {@link #toJson} wrote */
    static SigningKey parse(String json, Instant signsFrom) {
        try {
            return new SigningKey(ECKey.parse(json), signsFrom);
        } catch (ParseException | JOSEException _) {
            // The cause would quote the key.
            throw new IllegalStateException("a signing key of the database is no JWK on P-256");
        }
    }

    String id() {
        return key.getKeyID();
    }

    Instant signsFrom() {
        return signsFrom;
    }

    /** The JWK (RFC 7517) for everyone. */
    Map<String, Object> publicKey() {
        return key.toPublicJWK().toJSONObject();
    }

    /** The JWK with its private part. */
    String toJson() {
        return key.toJSONString();
    }

    /** Signs claims as a JWT of a type, in compact form. */
    String sign(String type, Map<String, Object> claims) {
        JWSObject token = new JWSObject(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .type(new JOSEObjectType(type))
                        .keyID(id())
                        .build(),
                new Payload(claims));
        try {
            token.sign(signer);
        } catch (JOSEException e) {
            throw new IllegalStateException("key %s does not sign".formatted(id()), e);
        }
        return token.serialize();
    }

    /** Its id alone. */
    @Override
    public String toString() {
        return "SigningKey " + id();
    }
}
