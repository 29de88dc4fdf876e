package dev.legato.edge.cluster;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Marks a request as one edge's to another, which takes the place of a signed link. Only who knows the secret can make a
 * marker, and it is good for one method and target and for a minute:
 *
 * <pre>
 *   Legato-Hop: {kind} {seconds since 1970} {HMAC-SHA256 of kind, method, target and seconds, each with a line feed}
 * </pre>
 *
 * <p>A clock that is more than a minute wrong keeps its edge from the others, which then ask origins.
 */
final class HopMarker {
    static final String FIELD = "legato-hop";

    private static final String ALGORITHM = "HmacSHA256";
    private static final Pattern FORM = Pattern.compile("(fetch|purges) ([0-9]{1,12}) ([A-Za-z0-9_-]{43})");
    private static final long MAX_AGE_SECONDS = 60;

    private final SecretKeySpec key;
    private final InstantSource clock;

    /** What is asked for. */
    enum Kind {
        /** A response, from the cache or an origin. */
        FETCH,
        /** The purges that the other has missed. */
        PURGES;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    HopMarker(String secret, InstantSource clock) {
        this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
        this.clock = clock;
    }

    /** Makes the value of the field for a request. */
    String sign(Kind kind, String method, String target) {
        String seconds = Long.toString(clock.millis() / 1000);
        return "%s %s %s"
                .formatted(
                        kind.word(),
                        seconds,
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(mac(kind.word(), method, target, seconds)));
    }

    /** Returns what a request asks for; null if its marker is forged, too old or from the future. */
    @Nullable
    Kind verify(String value, String method, String target) {
        Matcher parts = FORM.matcher(value);
        if (!parts.matches()) {
            return null;
        }
        String seconds = parts.group(2);
        long age = clock.millis() / 1000 - Long.parseLong(seconds);
        byte[] expected = mac(parts.group(1), method, target, seconds);
        boolean genuine = MessageDigest.isEqual(expected, decoded(parts.group(3)));
        return genuine && Math.abs(age) <= MAX_AGE_SECONDS
                ? Kind.valueOf(parts.group(1).toUpperCase(Locale.ROOT))
                : null;
    }

    private static byte[] decoded(String text) {
        try {
            return Base64.getUrlDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return new byte[0];
        }
    }

    private byte[] mac(String kind, String method, String target, String seconds) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            for (String part : new String[] {kind, method, target, seconds}) {
                mac.update(part.getBytes(StandardCharsets.UTF_8));
                mac.update((byte) '\n');
            }
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // each JDK has it
        }
    }
}
