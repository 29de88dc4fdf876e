package dev.legato.edge.origin;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The path of an object as S3 signs it: each byte but {@code A-Z a-z 0-9 - . _ ~ /} percent-encoded in upper case. A
 * signature of any other spelling is refused.
 */
final class S3Path {
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private S3Path() {}

    /**
     * Spells a percent-encoded path the one way.
     *
     * @throws IllegalArgumentException if it is not one
     */
    static String canonical(String path) {
        StringBuilder canonical = new StringBuilder(path.length() + 16);
        for (byte b : decoded(path)) {
            if (isPlain(b)) {
                canonical.append((char) b);
            } else {
                canonical.append('%').append(HEX.toHexDigits(b));
            }
        }
        return canonical.toString();
    }

    /**
     * The canonical path of an object, or null if a target names none: neither the bucket itself, whose GET would list it,
     * nor a path with dot segments, which some servers resolve beyond the prefix, nor one with an empty segment. The query
     * is dropped: signed by this edge's credentials, it would select other versions, access lists and the like.
     */
    static @Nullable String ofObject(String target) {
        int query = target.indexOf('?');
        String path = query < 0 ? target : target.substring(0, query);
        String canonical;
        try {
            canonical = canonical(path);
        } catch (IllegalArgumentException _) {
            return null;
        }
        boolean isObject = canonical.length() > 1
                && canonical.charAt(0) == '/'
                && !canonical.endsWith("/")
                && !("/" + canonical.substring(1) + "/").matches(".*/\\.{0,2}/.*");
        return isObject ? canonical : null;
    }

    private static boolean isPlain(byte b) {
        return (b >= 'a' && b <= 'z') || (b >= 'A' && b <= 'Z') || (b >= '0' && b <= '9') || "-._~/".indexOf(b) >= 0;
    }

    private static byte[] decoded(String path) {
        byte[] bytes = path.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream decoded = new ByteArrayOutputStream(bytes.length);
        for (int i = 0; i < bytes.length; i++) {
            if (bytes[i] != '%') {
                decoded.write(bytes[i]);
            } else if (i + 2 < bytes.length) {
                decoded.write(HexFormat.fromHexDigits(digits(bytes, i + 1)));
                i += 2;
            } else {
                throw new IllegalArgumentException(path);
            }
        }
        return decoded.toByteArray();
    }

    private static String digits(byte[] bytes, int at) {
        return new String(bytes, at, 2, StandardCharsets.ISO_8859_1);
    }
}
