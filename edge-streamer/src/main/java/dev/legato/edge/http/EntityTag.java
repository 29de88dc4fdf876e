package dev.legato.edge.http;

import org.jspecify.annotations.Nullable;

/**
 * An entity tag (RFC 9110 §8.8.3).
 *
 * @param opaque what stands between the quotes
 * @param weak true for {@code W/"…"}
 */
public record EntityTag(String opaque, boolean weak) {
    public EntityTag {
        for (int i = 0; i < opaque.length(); i++) {
            if (!isTagCharacter(opaque.charAt(i))) {
                throw new IllegalArgumentException(
                        "entity tag: character %d (expected: visible, no quote)".formatted((int) opaque.charAt(i)));
            }
        }
    }

    /** Makes a tag that two representations share only if they have the same bytes. */
    public static EntityTag strong(String opaque) {
        return new EntityTag(opaque, false);
    }

    /** Parses a text that consists of one tag; null if it does not. */
    public static @Nullable EntityTag parse(String text) {
        int end = skip(text, 0);
        if (end != text.length()) {
            return null;
        }
        boolean weak = text.charAt(0) == 'W';
        return new EntityTag(text.substring(weak ? 3 : 1, end - 1), weak);
    }

    /** Returns the index after the tag that begins at {@code at}; -1 if none begins there. */
    static int skip(String text, int at) {
        int open = text.startsWith("W/", at) ? at + 2 : at;
        if (open >= text.length() || text.charAt(open) != '"') {
            return -1;
        }
        int close = open + 1;
        while (close < text.length() && isTagCharacter(text.charAt(close))) {
            close++;
        }
        return close < text.length() && text.charAt(close) == '"' ? close + 1 : -1;
    }

    /** Strong comparison (§8.8.3.2): both strong and equal. */
    boolean isStronglyEqual(EntityTag other) {
        return !weak && !other.weak && opaque.equals(other.opaque);
    }

    /** Weak comparison (§8.8.3.2): equal, whether weak or not. */
    boolean isWeaklyEqual(EntityTag other) {
        return opaque.equals(other.opaque);
    }

    private static boolean isTagCharacter(char c) {
        return c == 0x21 || (c >= 0x23 && c <= 0x7e) || (c >= 0x80 && c <= 0xff);
    }

    /** The field value: quoted, with {@code W/} if weak. */
    @Override
    public String toString() {
        return weak ? "W/\"" + opaque + '"' : '"' + opaque + '"';
    }
}
