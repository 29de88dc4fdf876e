package dev.legato.account.signin;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import dev.legato.account.person.EmailAddress;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;

/** Codes of authenticator apps: RFC 6238 with SHA-1, six digits and steps of 30 s, which is what every app takes. Pure. */
final class Totp {
    /** RFC 4226 §4 asks for 160 bits. */
    static final int SECRET_BYTES = 20;

    private static final Duration STEP = Duration.ofSeconds(30);
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    /** Clocks of phones differ: a code of the step before or after is taken too (RFC 6238 §5.2). */
    private static final int DRIFT = 1;

    private Totp() {}

    /**
     * Finds the step that a code is of.
     *
     * @param lastStep the last step a code was taken of; no code of it or of earlier ones is taken again
     * @return empty if the code is wrong
     */
    static OptionalLong step(byte[] secret, String code, long lastStep, Instant now) {
        long current = now.getEpochSecond() / STEP.toSeconds();
        OptionalLong found = OptionalLong.empty();
        for (long step = current - DRIFT; step <= current + DRIFT; step++) {
            boolean same = MessageDigest.isEqual(
                    code.getBytes(StandardCharsets.UTF_8), code(secret, step).getBytes(StandardCharsets.UTF_8));
            if (same && step > lastStep && found.isEmpty()) {
                found = OptionalLong.of(step);
            }
        }
        return found;
    }

    /** The code of a step, six digits. */
    static String code(byte[] secret, long step) {
        try {
            return new TimeBasedOneTimePasswordGenerator(STEP)
                    .generateOneTimePasswordString(
                            new SecretKeySpec(secret, "RAW"),
                            Instant.ofEpochSecond(step * STEP.toSeconds()),
                            Locale.ROOT);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("HMAC takes any key", e);
        }
    }

    /** A secret as people type it: base32 (RFC 4648 §6) without padding. */
    static String base32(byte[] secret) {
        StringBuilder text = new StringBuilder();
        int bits = 0;
        int held = 0;
        for (byte b : secret) {
            held = (held << Byte.SIZE) | (b & 0xff);
            bits += Byte.SIZE;
            while (bits >= 5) {
                bits -= 5;
                text.append(ALPHABET.charAt((held >> bits) & 31));
            }
            held &= (1 << bits) - 1;
        }
        if (bits > 0) {
            text.append(ALPHABET.charAt((held << (5 - bits)) & 31));
        }
        return text.toString();
    }

    /** The address by which an app on the same device takes the secret, {@code otpauth://totp/…}. */
    static String uri(byte[] secret, EmailAddress email) {
        return "otpauth://totp/Legato:%s?secret=%s&issuer=Legato"
                .formatted(URLEncoder.encode(email.value(), StandardCharsets.UTF_8), base32(secret));
    }
}
