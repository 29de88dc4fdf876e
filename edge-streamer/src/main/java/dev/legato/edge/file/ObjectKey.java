package dev.legato.edge.file;

import dev.legato.contracts.ObjectKeys;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The name of an object: segments joined by {@code /}, as {@code 3f0c…/aac-160.m4a}.
 *
 * <p>An edge serves any folder, so that files may have other names than {@linkplain ObjectKeys Legato's own objects}, which
 * need no decoding. A key is read from a URL's path by decoding it once, strictly. A path that could be read in two ways has no key: dot
 * segments, empty segments, encoded slashes, backslashes, control characters, and bytes that are not UTF-8 in its
 * shortest form, encoded or not.
 *
 * @param value decoded, without a leading slash
 */
public record ObjectKey(String value) {
    /** Longest key, in bytes of UTF-8. */
    public static final int MAX_BYTES = 1024;

    /** What a path turned out to be. */
    public sealed interface Parsed {}

    /** It names this object. */
    public record Named(ObjectKey key) implements Parsed {}

    /** It names this object, and a segment of its name begins with a dot: {@link DotFiles} says whether it is served. */
    public record Dotted(ObjectKey key) implements Parsed {}

    /** It is no path we read: 400. */
    public record Malformed(String reason) implements Parsed {}

    /** It names a folder: 404, as if it were not there. */
    public enum NotServed implements Parsed {
        NOT_SERVED
    }

    /** Whether it is served under a policy for names that begin with a dot. */
    public boolean isPermitted(DotFiles dotFiles) {
        return dotFiles.permit(value);
    }

    /** @param path percent-encoded, without query, without the leading slash */
    public static Parsed parse(String path) {
        if (path.length() > 3 * MAX_BYTES) {
            return new Malformed("path: %d characters (expected: <= %d)".formatted(path.length(), 3 * MAX_BYTES));
        }
        if (ObjectKeys.isKey(path)) {
            return new Named(new ObjectKey(path));
        }
        byte[] bytes = new byte[path.length()];
        int length = 0;
        for (int i = 0; i < path.length(); i++) {
            int c = path.charAt(i);
            if (c == '%') {
                c = i + 2 < path.length() ? hex(path.charAt(i + 1)) << 4 | hex(path.charAt(i + 2)) : -1;
                if (c < 0) {
                    return new Malformed("path: '%' without two hexadecimal digits");
                }
                if (c == '/') {
                    return new Malformed("path: encoded slash");
                }
                i += 2;
            } else if (c > 0x7e) {
                return new Malformed("path: bytes beyond ASCII (expected: percent-encoded UTF-8)");
            }
            if (c < 0x20 || c == 0x7f || c == '\\') {
                return new Malformed("path: control character or backslash");
            }
            bytes[length++] = (byte) c;
        }
        return length > MAX_BYTES
                ? new Malformed("path: %d bytes (expected: <= %d)".formatted(length, MAX_BYTES))
                : fromBytes(bytes, length);
    }

    private static Parsed fromBytes(byte[] bytes, int length) {
        String value;
        try {
            value = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, 0, length))
                    .toString();
        } catch (CharacterCodingException _) {
            return new Malformed("path: not UTF-8");
        }
        boolean empty = false;
        boolean dotted = false;
        for (int begin = 0; begin <= value.length(); ) {
            int slash = value.indexOf('/', begin);
            int end = slash < 0 ? value.length() : slash;
            if (end == begin) {
                empty = true;
            } else if (value.charAt(begin) == '.') {
                if (end - begin == 1 || (end - begin == 2 && value.charAt(begin + 1) == '.')) {
                    return new Malformed("path: dot segment");
                }
                dotted = true;
            }
            begin = end + 1;
        }
        if (empty) {
            return NotServed.NOT_SERVED;
        }
        ObjectKey key = new ObjectKey(value);
        return dotted ? new Dotted(key) : new Named(key);
    }

    /** The digit's value; a number with its sign bit set if it is none. */
    private static int hex(char c) {
        if (c >= '0' && c <= '9') {
            return c - '0';
        }
        int letter = c | 0x20;
        return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : Integer.MIN_VALUE;
    }
}
