package dev.legato.edge.policy;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A dictionary of structured field values (RFC 9651 §3.2, parsed as §4.2.2 says). Parameters are read and dropped, inner
 * lists are read and kept as {@link Type#OTHER}, since no cache directive has them.
 */
final class StructuredDictionary {
    /** The types that cache directives have. */
    enum Type {
        INTEGER,
        STRING,
        TOKEN,
        TRUE,
        FALSE,
        OTHER
    }

    /** A member's value: its text without quotes, empty for booleans. */
    record Value(Type type, String text) {}

    private static final int MAX_INTEGER_DIGITS = 15;
    private static final int MAX_DECIMAL_DIGITS = 12;
    private static final int END = -1;

    private final String text;
    private int at;

    private StructuredDictionary(String text) {
        this.text = text;
    }

    /** Parses a combined field value: the last member with a key counts; null if the text is malformed. */
    static @Nullable Map<String, Value> parse(String text) {
        try {
            return new StructuredDictionary(text).readDictionary();
        } catch (Malformed _) {
            return null;
        }
    }

    private Map<String, Value> readDictionary() throws Malformed {
        Map<String, Value> members = new LinkedHashMap<>();
        skip(false);
        while (peek() != END) {
            String key = readKey();
            Value value = new Value(Type.TRUE, "");
            if (peek() == '=') {
                at++;
                value = peek() == '(' ? readInnerList() : readBareItem();
            }
            readParameters();
            members.put(key, value);
            skip(true);
            if (peek() == END) {
                break;
            }
            expect(',');
            skip(true);
            require(peek() != END);
        }
        return members;
    }

    private String readKey() throws Malformed {
        int begin = at;
        require(isLower(peek()) || peek() == '*');
        while (isLower(peek()) || isDigit(peek()) || isOneOf("_-.*", peek())) {
            at++;
        }
        return text.substring(begin, at);
    }

    private void readParameters() throws Malformed {
        while (peek() == ';') {
            at++;
            skip(false);
            String _ = readKey();
            if (peek() == '=') {
                at++;
                Value _ = readBareItem();
            }
        }
    }

    private Value readInnerList() throws Malformed {
        expect('(');
        while (true) {
            skip(false);
            if (peek() == ')') {
                at++;
                return new Value(Type.OTHER, "");
            }
            Value _ = readBareItem();
            readParameters();
            require(peek() == ' ' || peek() == ')');
        }
    }

    private Value readBareItem() throws Malformed {
        int c = peek();
        if (c == '-' || isDigit(c)) {
            return readNumber();
        }
        if (isLetter(c) || c == '*') {
            return readToken();
        }
        return switch (c) {
            case '"' -> new Value(Type.STRING, readString());
            case '?' -> readBoolean();
            case ':' -> readBytes();
            case '@' -> {
                at++;
                require(readNumber().type == Type.INTEGER);
                yield new Value(Type.OTHER, "");
            }
            case '%' -> {
                at++;
                String _ = readString();
                yield new Value(Type.OTHER, "");
            }
            default -> throw new Malformed();
        };
    }

    private Value readNumber() throws Malformed {
        int begin = at;
        if (peek() == '-') {
            at++;
        }
        int digits = skipDigits();
        if (peek() != '.') {
            require(digits >= 1 && digits <= MAX_INTEGER_DIGITS);
            return new Value(Type.INTEGER, text.substring(begin, at));
        }
        require(digits >= 1 && digits <= MAX_DECIMAL_DIGITS);
        at++;
        int fraction = skipDigits();
        require(fraction >= 1 && fraction <= 3);
        return new Value(Type.OTHER, "");
    }

    private int skipDigits() {
        int begin = at;
        while (isDigit(peek())) {
            at++;
        }
        return at - begin;
    }

    private Value readToken() {
        int begin = at;
        while (isLetter(peek()) || isDigit(peek()) || isOneOf("!#$%&'*+-.^_`|~:/", peek())) {
            at++;
        }
        return new Value(Type.TOKEN, text.substring(begin, at));
    }

    private String readString() throws Malformed {
        expect('"');
        StringBuilder content = new StringBuilder();
        while (true) {
            int c = peek();
            at++;
            if (c == '"') {
                return content.toString();
            }
            if (c == '\\') {
                c = peek();
                at++;
                require(c == '"' || c == '\\');
            }
            require(c >= ' ' && c < 0x7f);
            content.append((char) c);
        }
    }

    private Value readBoolean() throws Malformed {
        expect('?');
        int c = peek();
        require(c == '0' || c == '1');
        at++;
        return new Value(c == '1' ? Type.TRUE : Type.FALSE, "");
    }

    private Value readBytes() throws Malformed {
        expect(':');
        while (isLetter(peek()) || isDigit(peek()) || isOneOf("+/=", peek())) {
            at++;
        }
        expect(':');
        return new Value(Type.OTHER, "");
    }

    private void skip(boolean tabs) {
        while (peek() == ' ' || (tabs && peek() == '\t')) {
            at++;
        }
    }

    private int peek() {
        return at < text.length() ? text.charAt(at) : END;
    }

    private void expect(char c) throws Malformed {
        require(peek() == c);
        at++;
    }

    private static void require(boolean condition) throws Malformed {
        if (!condition) {
            throw new Malformed();
        }
    }

    private static boolean isDigit(int c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isLower(int c) {
        return c >= 'a' && c <= 'z';
    }

    private static boolean isLetter(int c) {
        return isLower(c) || (c >= 'A' && c <= 'Z');
    }

    private static boolean isOneOf(String characters, int c) {
        return c != END && characters.indexOf(c) >= 0;
    }

    /** Leaves the parser at the first character that is not in the grammar. */
    private static final class Malformed extends Exception {
        Malformed() {
            super("not a dictionary", null, false, false);
        }
    }
}
