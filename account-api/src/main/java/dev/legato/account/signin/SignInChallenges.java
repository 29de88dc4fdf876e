package dev.legato.account.signin;

import dev.legato.account.signin.OneTimeTokens.Purpose;
import dev.legato.account.vault.Vault;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * WebAuthn challenges for sign-ins, each good once and for five minutes. A page shows one to every visitor, so that none is
 * stored: it carries its expiry and a keyed hash, and is noted only when a passkey has signed it. Use it on virtual threads.
 */
final class SignInChallenges {
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final int RANDOM_BYTES = 16;
    private static final int SIGNED_BYTES = RANDOM_BYTES + Long.BYTES;

    private final Vault vault;
    private final OneTimeTokens tokens;
    private final RandomGenerator random;
    private final Clock clock;

    SignInChallenges(Vault vault, OneTimeTokens tokens, RandomGenerator random, Clock clock) {
        this.vault = vault;
        this.tokens = tokens;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Makes one.
     *
     * @param account whose passkeys will do; empty for anybody's
     */
    String create(Optional<String> account) {
        byte[] bits = new byte[RANDOM_BYTES];
        random.nextBytes(bits);
        byte[] signed = ByteBuffer.allocate(SIGNED_BYTES)
                .put(bits)
                .putLong(clock.instant().plus(LIFE).getEpochSecond())
                .array();
        byte[] hash = hash(signed, account);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(ByteBuffer.allocate(signed.length + hash.length)
                        .put(signed)
                        .put(hash)
                        .array());
    }

    /** Whether a challenge was made here for the account and has not expired. */
    boolean isPending(Optional<String> account, String challenge) {
        try {
            byte[] all = Base64.getUrlDecoder().decode(challenge);
            byte[] signed = new byte[SIGNED_BYTES];
            ByteBuffer.wrap(all).get(signed);
            Instant expiry = Instant.ofEpochSecond(ByteBuffer.wrap(signed).getLong(RANDOM_BYTES));
            return MessageDigest.isEqual(Arrays.copyOfRange(all, SIGNED_BYTES, all.length), hash(signed, account))
                    && clock.instant().isBefore(expiry);
        } catch (IllegalArgumentException | BufferUnderflowException | java.time.DateTimeException _) {
            return false;
        }
    }

    /** Notes that a challenge was signed; false if it was before. */
    boolean spend(String challenge) {
        // Decoded first: the same bytes may be written in several ways.
        String canonical =
                Base64.getEncoder().encodeToString(Base64.getUrlDecoder().decode(challenge));
        return tokens.add(Purpose.PASSKEY, canonical, null, "spent", LIFE.multipliedBy(2))
                .await();
    }

    private byte[] hash(byte[] signed, Optional<String> account) {
        return vault.lookup(
                Base64.getEncoder().encodeToString(signed) + ":" + account.orElse(""), "passkeys.challenge");
    }
}
