package dev.legato.runtime.http;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.util.Base64;

/** An issuer of ES256 tokens for one test, its public key set in a file. */
record TestTokens(JWTAuth issuer, URI keySet) {
    static TestTokens create(Vertx vertx, Path folder) throws Exception {
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
        JsonObject secret = open.copy().put("d", coordinate(((ECPrivateKey) pair.getPrivate()).getS()));
        return new TestTokens(JWTAuth.create(vertx, new JWTAuthOptions().addJwk(secret)), file.toUri());
    }

    /** A token for account {@code a1} with one scope, good for so many seconds; expired if negative. */
    String token(String scope, int seconds) {
        return issuer.generateToken(
                new JsonObject()
                        .put("sub", "a1")
                        .put("scope", scope)
                        .put(
                                "exp",
                                Clock.systemUTC().instant().plusSeconds(seconds).getEpochSecond()),
                new JWTOptions().setAlgorithm("ES256").setIssuer("legato"));
    }

    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(32, bytes.length);
        System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
