package dev.legato.runtime.auth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * Nonces that DPoP proofs must contain (RFC 9449 §8 and §9), so that who had the use of a key for a moment cannot make proofs for later.
 *
 * <p>Time is divided into windows of {@link #WINDOW}. The nonce of a window is an HMAC of its number under a key that all
 * processes share: nothing is stored, and each accepts what the others gave out. Those of the windows before and after are accepted
 * as well, since clocks differ and answers take time.
 */
public final class DpopNonces {
    /** The header that offers a nonce. */
    public static final String HEADER = "DPoP-Nonce";

    static final Duration WINDOW = Duration.ofMinutes(2);

    private static final String ALGORITHM = "HmacSHA256";
    private static final int BYTES = 16;

    private final SecretKey key;
    private final Clock clock;
    private volatile Window current;

    private record Window(long number, String nonce) {}

    DpopNonces(SecretKey key, Clock clock) {
        this.key = key;
        this.clock = clock;
        this.current = window(number());
    }

    /** Those that settings ask for; empty if proofs need none. */
    public static Optional<DpopNonces> of(TokenSettings settings, Clock clock) {
        return settings.nonceKey().map(key -> new DpopNonces(key, clock));
    }

    /** The nonce to offer now. */
    public String current() {
        long number = number();
        Window known = current;
        if (known.number() != number) {
            known = window(number);
            current = known;
        }
        return known.nonce();
    }

    /** Whether a proof with this nonce is accepted; with the empty text, none is. */
    public boolean accepts(String nonce) {
        byte[] given = nonce.getBytes(StandardCharsets.UTF_8);
        long number = number();
        return Stream.of(current(), nonce(number - 1), nonce(number + 1))
                .map(expected -> MessageDigest.isEqual(given, expected.getBytes(StandardCharsets.UTF_8)))
                .reduce(false, Boolean::logicalOr);
    }

    private long number() {
        return clock.millis() / WINDOW.toMillis();
    }

    private Window window(long number) {
        return new Window(number, nonce(number));
    }

    private String nonce(long number) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] whole =
                    mac.doFinal(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
            return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(whole, BYTES));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
