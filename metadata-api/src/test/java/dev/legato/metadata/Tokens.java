package dev.legato.metadata;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** An issuer of access tokens with a key of its own. */
final class Tokens {
    private static final int COORDINATE_BYTES = 32;

    private final JWTAuth issuer;
    private final URI keySet;

    Tokens(Vertx vertx, Path folder) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        JsonObject jwk = new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("alg", "ES256")
                .put("use", "sig")
                .put("kid", "test")
                .put("x", coordinate(key.getW().getAffineX()))
                .put("y", coordinate(key.getW().getAffineY()));
        Path file = Files.writeString(
                folder.resolve("jwks.json"),
                new JsonObject().put("keys", new JsonArray().add(jwk)).encode());
        keySet = file.toUri();
        JsonObject secret = jwk.copy().put("d", coordinate(((ECPrivateKey) pair.getPrivate()).getS()));
        issuer = JWTAuth.create(vertx, new JWTAuthOptions().addJwk(secret));
    }

    URI keySet() {
        return keySet;
    }

    String token(String account, String scope) {
        return issuer.generateToken(
                new JsonObject().put("scope", scope),
                new JWTOptions()
                        .setAlgorithm("ES256")
                        .setIssuer("legato")
                        .setSubject(account)
                        .setExpiresInMinutes(60));
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = new byte[COORDINATE_BYTES];
        byte[] given = number.toByteArray();
        int length = Math.min(given.length, COORDINATE_BYTES);
        System.arraycopy(given, given.length - length, bytes, COORDINATE_BYTES - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
