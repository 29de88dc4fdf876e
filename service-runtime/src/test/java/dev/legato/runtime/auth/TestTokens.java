package dev.legato.runtime.auth;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/** An issuer of ES256 tokens for one test, its public key set in a file; it signs whatever it is told. */
public record TestTokens(PrivateKey key, PublicKey publicKey, URI keySet) {
    static final URI ISSUER = URI.create("http://localhost:8080");
    static final String HEADER = "{\"alg\":\"ES256\",\"kid\":\"test\",\"typ\":\"at+jwt\"}";

    public static TestTokens create(Path folder) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        var pair = generator.generateKeyPair();
        ECPublicKey point = (ECPublicKey) pair.getPublic();
        JsonObject open = new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("alg", "ES256")
                .put("kid", "test")
                .put("x", coordinate(point.getW().getAffineX()))
                .put("y", coordinate(point.getW().getAffineY()));
        Path file = folder.resolve("jwks.json");
        Files.writeString(
                file, new JsonObject().put("keys", new JsonArray().add(open)).encode());
        return new TestTokens(pair.getPrivate(), pair.getPublic(), file.toUri());
    }

    /** A token for account {@code a1} with one scope, good for so many seconds; expired if negative. */
    public String token(String scope, int seconds) throws GeneralSecurityException {
        return signed(
                HEADER,
                claims(Clock.systemUTC().instant(), seconds).put("scope", scope).encode());
    }

    /** The claims of a token for account {@code a1} that expires after so many seconds. */
    static JsonObject claims(Instant now, int seconds) {
        return new JsonObject()
                .put("iss", ISSUER.toString())
                .put("aud", "legato")
                .put("sub", "a1")
                .put("client_id", "test")
                .put("jti", UUID.randomUUID().toString())
                .put("iat", now.getEpochSecond())
                .put("exp", now.plusSeconds(seconds).getEpochSecond());
    }

    /** How these tokens are verified. */
    public TokenSettings settings() {
        return new TokenSettings(ISSUER, "legato", keySet, null);
    }

    /** A token of this header and these claims, however odd, with a good signature. */
    String signed(String header, String claims) throws GeneralSecurityException {
        String input = encoded(header.getBytes(StandardCharsets.UTF_8))
                + '.'
                + encoded(claims.getBytes(StandardCharsets.UTF_8));
        return input + '.' + encoded(signature(input.getBytes(StandardCharsets.US_ASCII)));
    }

    /** A good signature of anything. */
    byte[] signature(byte[] signed) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
        signature.initSign(key);
        signature.update(signed);
        return signature.sign();
    }

    static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return encoded(fixed);
    }
}
