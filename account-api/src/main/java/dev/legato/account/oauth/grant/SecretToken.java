package dev.legato.account.oauth.grant;

import dev.legato.contracts.Sha256;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.random.RandomGenerator;

/** A code or handle of 256 random bits in base64url, of which only the SHA-256 is stored. */
public record SecretToken(String value) {
    private static final int BYTES = 32;

    public static SecretToken create(RandomGenerator random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return new SecretToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    Buffer hash() {
        return hash(value);
    }

    static Buffer hash(String text) {
        return Buffer.buffer(Sha256.of(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Never the value. */
    @Override
    public String toString() {
        return "SecretToken";
    }
}
