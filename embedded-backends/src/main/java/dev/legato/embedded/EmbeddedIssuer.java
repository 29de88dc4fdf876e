package dev.legato.embedded;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;

/**
 * Who issues access tokens where no account service runs, for tests: ES256 as RFC 7518 §3.4, its key set in a file of
 * a throw-away folder.
 */
public final class EmbeddedIssuer implements AutoCloseable {
    /** The {@code iss} claim of its tokens. */
    public static final String NAME = "http://localhost:8080";

    private static final String AUDIENCE = "legato";
    private static final Duration LIFE = Duration.ofMinutes(10);

    /** The id of its key. */
    public static final String KEY_ID = "test";

    private static final int COORDINATE_BYTES = 32;
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;
    private final ThrowAwayFolder folder;
    private final Path keySet;

    private EmbeddedIssuer(KeyPair keys, ThrowAwayFolder folder, Path keySet) {
        this.keys = keys;
        this.folder = folder;
        this.keySet = keySet;
    }

    /** An issuer with a new key; closing it, or the JVM's end, deletes its folder. */
    public static EmbeddedIssuer temporary() {
        ThrowAwayFolder folder = ThrowAwayFolder.create("issuer", _ -> {});
        folder.beforeExit(folder::delete);
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair keys = generator.generateKeyPair();
            Path keySet = Files.writeString(folder.path().resolve("jwks.json"), jwks((ECPublicKey) keys.getPublic()));
            return new EmbeddedIssuer(keys, folder, keySet);
        } catch (IOException | GeneralSecurityException e) {
            folder.delete();
            throw new StartupException("No key set in %s (%s).".formatted(folder.path(), e), e);
        }
    }

    /** Where its key set stands, {@code file:///…}: the setting {@code tokens.jwks}. */
    public URI jwks() {
        return keySet.toUri();
    }

    /**
     * The value of an {@code Authorization} header.
     *
     * @param account an id without quotes or backslashes
     */
    public String authorization(String account, Instant expires, String... scopes) {
        String signed = base64("{\"alg\":\"ES256\",\"typ\":\"at+jwt\",\"kid\":\"%s\"}".formatted(KEY_ID))
                + "."
                + base64("""
                        {"iss":"%s","aud":"%s","sub":"%s","client_id":"test","jti":"%s","iat":%d,"exp":%d,"scope":"%s"}""".formatted(
                                NAME,
                                AUDIENCE,
                                account,
                                UUID.randomUUID(),
                                expires.minus(LIFE).getEpochSecond(),
                                expires.getEpochSecond(),
                                String.join(" ", scopes)));
        return "Bearer " + signed + "." + BASE64.encodeToString(sign(signed.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Its signature of anything. */
    public byte[] sign(byte[] signed) {
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(keys.getPrivate());
            signature.update(signed);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK signs with ES256", e);
        }
    }

    /** The key that verifies its signatures. */
    public PublicKey publicKey() {
        return keys.getPublic();
    }

    @Override
    public void close() {
        folder.delete();
    }

    private static String jwks(ECPublicKey key) {
        return """
                {"keys":[{"kty":"EC","crv":"P-256","alg":"ES256","use":"sig","kid":"%s","x":"%s","y":"%s"}]}
                """.formatted(
                        KEY_ID,
                        coordinate(key.getW().getAffineX()),
                        coordinate(key.getW().getAffineY()));
    }

    /** Of a fixed length, RFC 7518 §6.2.1.2. */
    private static String coordinate(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] fixed = new byte[COORDINATE_BYTES];
        int length = Math.min(bytes.length, COORDINATE_BYTES);
        System.arraycopy(bytes, bytes.length - length, fixed, COORDINATE_BYTES - length, length);
        return BASE64.encodeToString(fixed);
    }

    private static String base64(String json) {
        return BASE64.encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
