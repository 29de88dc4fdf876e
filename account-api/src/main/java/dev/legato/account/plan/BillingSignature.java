package dev.legato.account.plan;

import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKey;

/**
 * The signature of a payment provider's message, in the field {@code Legato-Signature}:
 *
 * <pre>
 * t=1798761600,v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd
 *   |             HMAC-SHA256 in lower-case hex, over the seconds, a dot and the body
 *   when it was sent, seconds since 1970
 * </pre>
 *
 * <p>What was recorded and is sent again later is refused by its time, within the time by the id of the event.
 */
public final class BillingSignature {
    /** The field. */
    public static final String FIELD = "Legato-Signature";

    private static final Duration TOLERANCE = Duration.ofMinutes(5);
    static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FORM = Pattern.compile("t=(\\d{1,12}),v1=([0-9a-f]{64})");

    private BillingSignature() {}

    /** Whether a message was signed with the key within five minutes of now. Takes as long whichever digit is wrong. */
    static boolean isGenuine(String signature, byte[] body, SecretKey key, Instant now) {
        Matcher parts = FORM.matcher(signature);
        if (!parts.matches()) {
            return false;
        }
        Instant sent = Instant.ofEpochSecond(Long.parseLong(parts.group(1)));
        boolean signed = MessageDigest.isEqual(
                hmac(parts.group(1), body, key), HexFormat.of().parseHex(parts.group(2)));
        return signed && Duration.between(sent, now).abs().compareTo(TOLERANCE) <= 0;
    }

    /** Signs a message that is sent now. */
    static String sign(byte[] body, SecretKey key, Instant now) {
        String seconds = Long.toString(now.getEpochSecond());
        return "t=%s,v1=%s".formatted(seconds, HexFormat.of().formatHex(hmac(seconds, body, key)));
    }

    private static byte[] hmac(String seconds, byte[] body, SecretKey key) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update((seconds + '.').getBytes(StandardCharsets.UTF_8));
            return mac.doFinal(body);
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
        }
    }
}
