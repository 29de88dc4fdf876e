package dev.legato.account.token;

import dev.legato.contracts.Sha256;
import io.vertx.core.json.JsonObject;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;

/** Elliptic-curve keys on P-256 as JSON Web Keys, RFC 7518 §6.2. */
final class EcJwk {
    private static final int COORDINATE_BYTES = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private EcJwk() {}

    /** Creates a key pair for ES256. Its id is its thumbprint, RFC 7638. */
    static JsonObject generate() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            ECPublicKey open = (ECPublicKey) pair.getPublic();
            String x = coordinate(open.getW().getAffineX());
            String y = coordinate(open.getW().getAffineY());
            String canonical = "{\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"%s\",\"y\":\"%s\"}".formatted(x, y);
            return new JsonObject()
                    .put("kty", "EC")
                    .put("crv", "P-256")
                    .put("x", x)
                    .put("y", y)
                    .put("d", coordinate(((ECPrivateKey) pair.getPrivate()).getS()))
                    .put("kid", BASE64.encodeToString(Sha256.of(canonical.getBytes(StandardCharsets.UTF_8))))
                    .put("alg", "ES256")
                    .put("use", "sig");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has P-256", e);
        }
    }

    static boolean isOurs(JsonObject key) {
        return "EC".equals(key.getValue("kty"))
                && "P-256".equals(key.getValue("crv"))
                && "ES256".equals(key.getValue("alg"))
                && List.of("kid", "x", "y").stream().allMatch(member -> key.getValue(member) instanceof String);
    }

    /** Fixed width, leading zeros kept, as RFC 7518 §6.2.1.2 asks. */
    private static String coordinate(BigInteger number) {
        byte[] bytes = number.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return BASE64.encodeToString(fixed);
    }
}
