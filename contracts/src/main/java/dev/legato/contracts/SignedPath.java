package dev.legato.contracts;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * The permission in an edge URL, {@code /audio/~{token}/{key}}: who may fetch which object keys until when.
 *
 * <p>It sits in the path, not in the query, so that relative URIs in manifests inherit it and a CDN cuts it from its
 * cache key with one rule. A token is {@code {keyId}.{expires}.{listener}.{prefix}.{signature}}, or has one claim
 * before its signature, {@code unpaced} or {@linkplain LinkLimits limits}:
 *
 * <pre>
 *   k1.1798761600.7f3q.MDAwMGFiLw.3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
 *   |  |          |    |          HMAC-SHA256 over all before the last dot, base64url without padding
 *   |  |          |    key prefix the token opens, base64url (here "0000ab/")
 *   |  |          listener, or "-" for anyone
 *   |  expiry, seconds since 1970 UTC
 *   which secret signed it
 *
 *   k1.1798761600.-.MDAwMGFiLw.unpaced.3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
 *   k1.1798761600.7f3q.MDAwMGFiLw.b160000_s3_kJ8s.3q2-7wAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA
 *                                 |       |  for this player of the listener
 *                                 |       at most three players of the listener at a time
 *                                 renditions up to 160 kbit/s
 * </pre>
 *
 * @param keyId the signing key's name: 1 to 16 of {@code A-Z a-z 0-9 _ -}
 * @param expires the first second at which it no longer opens anything
 * @param listener the account it was made for, or {@code -}
 * @param prefix the object keys it opens begin with this
 * @param unpaced whether audio is sent as fast as the network takes it, as a CDN that fills its cache wants it
 * @param limits of the listener's plan; none if it is unpaced
 */
public record SignedPath(
        String keyId, Instant expires, String listener, String prefix, boolean unpaced, LinkLimits limits) {
    /** The listener of a token anyone may use. */
    public static final String ANYONE = "-";

    /** No token is longer than this. */
    public static final int MAX_TOKEN_LENGTH = 512;

    private static final String UNPACED = "unpaced";
    private static final int PARTS = 5;
    private static final String ALGORITHM = "HmacSHA256";
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

    /** Why a token opens nothing. */
    public enum Refusal {
        MALFORMED,
        UNKNOWN_KEY,
        WRONG_SIGNATURE,
        EXPIRED,
        WRONG_PREFIX
    }

    /** The verdict on a token: a permission, or the reason there is none. */
    public sealed interface Verdict {}

    /** The token is ours and opens the key. */
    public record Granted(SignedPath path) implements Verdict {}

    /** It does not. */
    public record Refused(Refusal reason) implements Verdict {}

    /** A permission of a listener, whose audio is paced. */
    public SignedPath(String keyId, Instant expires, String listener, String prefix) {
        this(keyId, expires, listener, prefix, false, LinkLimits.NONE);
    }

    /** A permission without limits. */
    public SignedPath(String keyId, Instant expires, String listener, String prefix, boolean unpaced) {
        this(keyId, expires, listener, prefix, unpaced, LinkLimits.NONE);
    }

    /** A permission within the limits of a listener's plan. */
    public SignedPath(String keyId, Instant expires, String listener, String prefix, LinkLimits limits) {
        this(keyId, expires, listener, prefix, false, limits);
    }

    public SignedPath {
        requireWord("key id", keyId, 16);
        requireWord("listener", listener, 64);
        if (expires.getEpochSecond() < 0) {
            throw new IllegalArgumentException("expires: %s (expected: after 1970)".formatted(expires));
        }
        if (unpaced && !limits.equals(LinkLimits.NONE)) {
            throw new IllegalArgumentException("limits: %s (expected: none of an unpaced link)".formatted(limits));
        }
    }

    /**
     * The token that carries this permission.
     *
     * @param secret the key named by {@link #keyId()}, at least 32 bytes
     */
    public String token(byte[] secret) {
        String signed = keyId
                + '.'
                + expires.getEpochSecond()
                + '.'
                + listener
                + '.'
                + ENCODER.encodeToString(prefix.getBytes(StandardCharsets.UTF_8))
                + (claim().isEmpty() ? "" : '.' + claim());
        return signed + '.' + ENCODER.encodeToString(hmac(secret, signed));
    }

    private String claim() {
        return unpaced ? UNPACED : limits.claim();
    }

    /** Whether a text is built like a token, genuine or not: what else begins with a tilde is the name of a file. */
    public static boolean isTokenForm(String text) {
        long parts = 1 + text.chars().filter(c -> c == '.').count();
        return parts == PARTS || parts == PARTS + 1;
    }

    /**
     * What a token says, with no look at its signature: for one that was verified before, and for the records of one that was
     * refused. Empty if it is malformed.
     */
    public static Optional<SignedPath> read(String token) {
        if (token.length() > MAX_TOKEN_LENGTH) {
            return Optional.empty();
        }
        String[] parts = token.split("\\.", -1);
        return parts.length == PARTS || parts.length == PARTS + 1
                ? Optional.ofNullable(parse(parts))
                : Optional.empty();
    }

    /**
     * Checks a token against the key it is used for. Takes the same time whichever byte of a signature is wrong.
     *
     * @param token the path segment after {@code ~}
     * @param key the object key asked for
     * @param secrets by key id
     */
    public static Verdict verify(String token, String key, Map<String, byte[]> secrets, Instant now) {
        SignedPath path = read(token).orElse(null);
        if (path == null) {
            return new Refused(Refusal.MALFORMED);
        }
        byte[] secret = secrets.get(path.keyId);
        if (secret == null) {
            return new Refused(Refusal.UNKNOWN_KEY);
        }
        int dot = token.lastIndexOf('.');
        byte[] expected = ENCODER.encode(hmac(secret, token.substring(0, dot)));
        if (!MessageDigest.isEqual(expected, token.substring(dot + 1).getBytes(StandardCharsets.UTF_8))) {
            return new Refused(Refusal.WRONG_SIGNATURE);
        }
        return path.opens(key, now);
    }

    /** Whether this permission, its signature verified before, opens a key. */
    public Verdict opens(String key, Instant now) {
        if (!now.isBefore(expires)) {
            return new Refused(Refusal.EXPIRED);
        }
        return key.startsWith(prefix) ? new Granted(this) : new Refused(Refusal.WRONG_PREFIX);
    }

    private static @Nullable SignedPath parse(String[] parts) {
        String claim = parts.length > PARTS ? parts[PARTS - 1] : "";
        boolean unpaced = claim.equals(UNPACED);
        try {
            return new SignedPath(
                    parts[0],
                    Instant.ofEpochSecond(Long.parseLong(parts[1])),
                    parts[2],
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(DECODER.decode(parts[3])))
                            .toString(),
                    unpaced,
                    parts.length == PARTS || unpaced
                            ? LinkLimits.NONE
                            : LinkLimits.parse(claim)
                                    .orElseThrow(() -> new IllegalArgumentException("a claim that is not known")));
        } catch (IllegalArgumentException | java.time.DateTimeException | java.nio.charset.CharacterCodingException _) {
            return null;
        }
    }

    private static byte[] hmac(byte[] secret, String text) {
        if (secret.length < 32) {
            throw new IllegalArgumentException("signing secret: %d bytes (expected: >= 32)".formatted(secret.length));
        }
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret, ALGORITHM));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }

    private static void requireWord(String what, String text, int most) {
        boolean word = !text.isEmpty() && text.length() <= most && text.chars().allMatch(SignedPath::isWordCharacter);
        if (!word) {
            throw new IllegalArgumentException(
                    "%s: '%s' (expected: 1 to %d of A-Z a-z 0-9 _ -)".formatted(what, text, most));
        }
    }

    private static boolean isWordCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
}
