package dev.legato.account.session;

import dev.legato.contracts.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.random.RandomGenerator;

/**
 * A refresh token: 256 random bits in base64url, good for one use. Only its SHA-256 is stored.
 *
 * <p>Each use gives out a token of the session's next generation. A token of an earlier generation has been used before:
 * either its answer got lost or two tabs of one player asked at the same time, or it was stolen (RFC 9700 §4.14.2).
 */
public record RefreshToken(String value) {
    /** How long after a rotation the previous token counts as a lost answer and not as a theft. */
    static final Duration GRACE = Duration.ofSeconds(10);

    private static final int BYTES = 32;
    private static final int MAX_CHARACTERS = 128;

    /** The verdict on a known token. */
    enum Verdict {
        /** It is the current one: give out the next generation. */
        ROTATE,
        /** It was the current one a moment ago: give out another token of the current generation. */
        REPEAT,
        /** It was used before: end the session. */
        REUSED
    }

    static RefreshToken create(RandomGenerator random) {
        byte[] bits = new byte[BYTES];
        random.nextBytes(bits);
        return new RefreshToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bits));
    }

    /** @throws IllegalArgumentException if it is far too long to be one */
    public static RefreshToken parse(String text) {
        if (text.isEmpty() || text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("length: %d (expected: 43)".formatted(text.length()));
        }
        return new RefreshToken(text);
    }

    byte[] hash() {
        return Sha256.of(value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Judges a token that is known.
     *
     * @param generation the token's
     * @param current the session's
     * @param rotated when the session came to its current generation
     */
    static Verdict judge(int generation, int current, Instant rotated, Instant now) {
        if (generation == current) {
            return Verdict.ROTATE;
        }
        return generation == current - 1 && !now.isAfter(rotated.plus(GRACE)) ? Verdict.REPEAT : Verdict.REUSED;
    }

    /** Never the token. */
    @Override
    public String toString() {
        return "RefreshToken";
    }
}
