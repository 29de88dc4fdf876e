package dev.legato.playlist;

import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;

/** Signs access tokens as account-api does, with a key pair of its own. */
final class TestIssuer {
    private final JWTAuth signer;

    /** The public keys are written to a file for {@code tokens.jwks}. */
    TestIssuer(Vertx vertx, Path keySet) throws GeneralSecurityException, IOException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        KeyPair pair = generator.generateKeyPair();
        var point = ((ECPublicKey) pair.getPublic()).getW();
        JsonObject key = new JsonObject()
                .put("kty", "EC")
                .put("crv", "P-256")
                .put("kid", "test")
                .put("alg", "ES256")
                .put("x", coordinate(point.getAffineX()))
                .put("y", coordinate(point.getAffineY()));
        Files.writeString(
                keySet, new JsonObject().put("keys", new JsonArray().add(key)).encode());
        JsonObject secret = key.copy().put("d", coordinate(((ECPrivateKey) pair.getPrivate()).getS()));
        signer = JWTAuth.create(vertx, new JWTAuthOptions().addJwk(secret));
    }

    /** The {@code Authorization} header of a listener. */
    String bearer(String account, String scope) {
        JsonObject claims = new JsonObject()
                .put("sub", account)
                .put("scope", scope)
                .put("guest", !scope.contains("library"));
        return "Bearer "
                + signer.generateToken(
                        claims,
                        new JWTOptions()
                                .setAlgorithm("ES256")
                                .setIssuer("legato")
                                .setExpiresInMinutes(15));
    }

    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[32];
        int length = Math.min(bytes.length, fixed.length);
        System.arraycopy(bytes, bytes.length - length, fixed, fixed.length - length, length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(fixed);
    }
}
