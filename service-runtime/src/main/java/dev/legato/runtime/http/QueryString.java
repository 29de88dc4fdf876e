package dev.legato.runtime.http;

import dev.legato.contracts.Excerpt;
import dev.legato.runtime.problem.ProblemException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The query of a URL as its parameters, {@code name=value&…}, decoded strictly: an escape that is none, bytes that are
 * not UTF-8 and U+0000, which no store takes, are refused instead of replaced.
 */
final class QueryString {
    private static final int HEX = 16;

    private QueryString() {}

    /**
     * Decodes a query.
     *
     * @param raw as it came, without the question mark; null if there is none
     * @return the values of each parameter, in their order
     */
    static Map<String, List<String>> parse(@Nullable String raw) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        if (raw == null || raw.isEmpty()) {
            return parameters;
        }
        for (String pair : raw.split("&", -1)) {
            int equals = pair.indexOf('=');
            String rawName = equals < 0 ? pair : pair.substring(0, equals);
            String name = decode(rawName, rawName);
            String value = equals < 0 ? "" : decode(name, pair.substring(equals + 1));
            if (!pair.isEmpty()) {
                parameters.computeIfAbsent(name, _ -> new ArrayList<>()).add(value);
            }
        }
        return parameters;
    }

    /** Refuses a path that does not decode, which the router could not answer with a problem. */
    static void checkPath(@Nullable String raw) {
        var _ = decode("path", raw == null ? "" : raw);
    }

    private static String decode(String name, String raw) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            char c = raw.charAt(i);
            if (c == '%') {
                bytes.write(escaped(name, raw, i));
                i += 2;
            } else if (c > '~') {
                throw invalid(name, raw, "a character that is not ASCII (expected: percent-encoded UTF-8)");
            } else {
                bytes.write(c == '+' ? ' ' : c);
            }
        }
        String text = utf8(name, raw, bytes.toByteArray());
        if (text.indexOf('\0') >= 0) {
            throw invalid(name, raw, "U+0000 (expected: none)");
        }
        return text;
    }

    private static int escaped(String name, String raw, int at) {
        int high = at + 2 < raw.length() ? Character.digit(raw.charAt(at + 1), HEX) : -1;
        int low = high < 0 ? -1 : Character.digit(raw.charAt(at + 2), HEX);
        if (low < 0) {
            throw invalid(name, raw, "a percent sign without two hexadecimal digits (expected: %25 for itself)");
        }
        return high * HEX + low;
    }

    private static String utf8(String name, String raw, byte[] bytes) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException _) {
            throw invalid(name, raw, "bytes that are not UTF-8 (expected: percent-encoded UTF-8)");
        }
    }

    private static ProblemException invalid(String name, String raw, String what) {
        return Query.invalid(name, "%s has %s".formatted(Excerpt.of(raw), what));
    }
}
