package dev.legato.edge.address;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The form of the keys that stand for request targets. */
public enum KeyForm {
    /** The name of a file: decoded, without a query. */
    NAME {
        @Override
        String of(String name, @Nullable String query) {
            return name;
        }
    },
    /** A path, percent-encoded in one way only. */
    PATH {
        @Override
        String of(String name, @Nullable String query) {
            return encode(name);
        }
    },
    /** The same with the query as it was sent. */
    TARGET {
        @Override
        String of(String name, @Nullable String query) {
            return query == null ? encode(name) : encode(name) + '?' + query;
        }
    };

    /** What a path may have unencoded besides letters and digits (RFC 3986 §3.3). */
    private static final String UNENCODED = "-._~!$&'()*+,;=:@/";

    private static final String HEX = "0123456789ABCDEF";

    /** @param query without the question mark; null if there is none */
    abstract String of(String name, @Nullable String query);

    private static String encode(String name) {
        byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
        StringBuilder encoded = new StringBuilder(bytes.length);
        for (byte one : bytes) {
            if (isUnencoded((char) one)) {
                encoded.append((char) one);
            } else {
                encoded.append('%').append(HEX.charAt(one >> 4 & 15)).append(HEX.charAt(one & 15));
            }
        }
        return encoded.toString();
    }

    private static boolean isUnencoded(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || UNENCODED.indexOf(c) >= 0;
    }
}
