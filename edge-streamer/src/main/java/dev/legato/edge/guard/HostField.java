package dev.legato.edge.guard;

/**
 * The value of {@code Host} (RFC 9110 §7.2), or the authority of an absolute-form target: {@code host[:port]}.
 *
 * <p>This is narrower than the grammar, which permits commas and semicolons in a name: two servers must not read two
 * different hosts from it. User information and an empty host are invalid.
 */
public final class HostField {
    /** The number of digits that a port may have. */
    public static final int MAX_PORT_DIGITS = 5;

    private HostField() {}

    /** Whether all servers read this value alike. */
    public static boolean isValid(CharSequence value) {
        int length = value.length();
        int at = 0;
        if (length > 0 && value.charAt(0) == '[') {
            at = 1;
            while (at < length && isAddressCharacter(value.charAt(at))) {
                at++;
            }
            if (at == 1 || at == length || value.charAt(at++) != ']') {
                return false;
            }
        } else {
            while (at < length && isNameCharacter(value.charAt(at))) {
                at++;
            }
            if (at == 0) {
                return false;
            }
        }
        return at == length || (value.charAt(at) == ':' && isPort(value, at + 1));
    }

    private static boolean isPort(CharSequence value, int from) {
        for (int i = from; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return value.length() - from <= MAX_PORT_DIGITS;
    }

    /** Whether a name may have this character: letters, digits, {@code - . _ ~} and percent-encoding. */
    public static boolean isNameCharacter(int c) {
        return isLetterOrDigit(c) || c == '-' || c == '.' || c == '_' || c == '~' || c == '%';
    }

    private static boolean isAddressCharacter(int c) {
        return isLetterOrDigit(c) || c == ':' || c == '.' || c == '%' || c == '-';
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }
}
