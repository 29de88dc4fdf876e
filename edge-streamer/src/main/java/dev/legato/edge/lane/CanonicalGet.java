package dev.legato.edge.lane;

import dev.legato.edge.guard.HostField;
import dev.legato.edge.guard.RequestRules;
import dev.legato.edge.http.RequestFields;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A GET as nearly all players, browsers and CDNs write it: HTTP/1.1, origin-form, complete in one read, without a body.
 *
 * <pre>
 *   GET /audio/~{token}/{key} HTTP/1.1␍␊
 *   Host: edge.example␍␊
 *   Range: bytes=0-65535␍␊
 *   ␍␊
 * </pre>
 *
 * <p>Not canonical are: other methods, versions and forms of the target, a line that does not end in CR LF, a folded
 * line, a space before a colon, control characters, bytes beyond ASCII, no Host, two of them or an invalid one, a
 * deciding field on two lines, any field about a body, another edge's marker, and a Connection other than {@code
 * keep-alive}. The values of
 * all other fields are ignored, but their syntax is checked.
 *
 * <p>One instance serves a thread; its results are valid until it reads the next request.
 */
final class CanonicalGet implements RequestFields {
    /** Longer heads are not canonical. */
    static final int MAX_LENGTH = 4096;

    private static final byte[] METHOD = ascii("GET ");
    private static final byte[] VERSION = ascii("HTTP/1.1\r\n");
    private static final byte[] LINE_END = ascii("\r\n");
    private static final byte[] KEEP_ALIVE = ascii("keep-alive");
    private static final byte[] HOST = ascii("host");
    private static final byte[] CONNECTION = ascii("connection");

    /** A request with one of these fields goes to the slow lane. */
    private static final byte[][] FRAMING = {
        ascii("te"),
        ascii("expect"),
        ascii("trailer"),
        ascii("upgrade"),
        ascii("content-length"),
        ascii("legato-hop"),
        ascii("http2-settings"),
        ascii("proxy-connection"),
        ascii("transfer-encoding"),
        ascii("sec-websocket-key1"),
        ascii("sec-websocket-key2")
    };

    private static final VarHandle WORDS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHEST_BITS = ONES << 7;

    private static final Name[] NAMES = Name.values();
    private static final byte[][] DECIDING =
            Arrays.stream(NAMES).map(name -> ascii(name.wireName())).toArray(byte[][]::new);
    private static final boolean[] TOKEN = tokenCharacters();

    private final byte[] bytes = new byte[MAX_LENGTH];
    private final Map<Name, String> values = new EnumMap<>(Name.class);
    private String target = "";
    private int at;
    private int end;
    private boolean host;

    /** What a buffer begins with. */
    enum Reading {
        CANONICAL,
        /** The beginning of a request that may turn out canonical. */
        INCOMPLETE,
        OTHER
    }

    /** Reads the request at a buffer's reader index without moving it. */
    Reading read(ByteBuf in) {
        if (readRequest(in)) {
            return Reading.CANONICAL;
        }
        return at == end && end < MAX_LENGTH ? Reading.INCOMPLETE : Reading.OTHER;
    }

    private boolean readRequest(ByteBuf in) {
        end = Math.min(in.readableBytes(), MAX_LENGTH);
        in.getBytes(in.readerIndex(), bytes, 0, end);
        at = 0;
        host = false;
        values.clear();
        int fields = 0;
        if (!skip(METHOD) || !readTarget() || !skip(VERSION)) {
            return false;
        }
        while (at < end && bytes[at] != '\r') {
            if (!readField() || ++fields > RequestRules.MAX_FIELDS) {
                return false;
            }
        }
        return (host || at == end) && skipLineEnd();
    }

    /** The length of the request in bytes. */
    int length() {
        return at;
    }

    String target() {
        return target;
    }

    @Override
    public @Nullable String get(Name name) {
        return values.get(name);
    }

    /**
     * Finds the value of any field, on its first line. Searches the whole head, so it is meant for fields that decide
     * nothing.
     *
     * @param name in lower case
     * @return null if there is no such field
     */
    @Nullable
    String find(String name) {
        byte[] wanted = ascii(name);
        int line = 0;
        for (int i = 0; i < at; i++) {
            if (bytes[i] != '\n') {
                continue;
            }
            int colon = line + wanted.length;
            if (colon < i && bytes[colon] == ':' && isEqual(line, colon, wanted)) {
                return new String(bytes, colon + 1, i - 1 - colon - 1, StandardCharsets.ISO_8859_1).strip();
            }
            line = i + 1;
        }
        return null;
    }

    private boolean readTarget() {
        int begin = at;
        at = firstOutside(at, '!');
        if (at == begin || bytes[begin] != '/' || at == end || bytes[at] != ' ') {
            return false;
        }
        target = new String(bytes, begin, at - begin, StandardCharsets.ISO_8859_1);
        at++;
        return true;
    }

    private boolean readField() {
        int nameBegin = at;
        while (at < end && bytes[at] > 0 && TOKEN[bytes[at]]) {
            at++;
        }
        int nameEnd = at;
        if (nameEnd == nameBegin || at == end || bytes[at] != ':') {
            return false;
        }
        at++;
        int valueBegin = at;
        at = firstOutside(at, ' ');
        while (at < end && bytes[at] == '\t') {
            at = firstOutside(at + 1, ' ');
        }
        int valueEnd = at;
        if (!skipLineEnd()) {
            return false;
        }
        while (valueBegin < valueEnd && isSpace(bytes[valueBegin])) {
            valueBegin++;
        }
        while (valueBegin < valueEnd && isSpace(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        return take(nameBegin, nameEnd, valueBegin, valueEnd);
    }

    private boolean take(int nameBegin, int nameEnd, int valueBegin, int valueEnd) {
        if (isEqual(nameBegin, nameEnd, HOST)) {
            boolean first = !host;
            host = true;
            return first && isHost(valueBegin, valueEnd);
        }
        if (isEqual(nameBegin, nameEnd, CONNECTION)) {
            return isEqual(valueBegin, valueEnd, KEEP_ALIVE);
        }
        for (byte[] name : FRAMING) {
            if (isEqual(nameBegin, nameEnd, name)) {
                return false;
            }
        }
        for (int i = 0; i < DECIDING.length; i++) {
            if (isEqual(nameBegin, nameEnd, DECIDING[i])) {
                String value = new String(bytes, valueBegin, valueEnd - valueBegin, StandardCharsets.ISO_8859_1);
                return values.put(NAMES[i], value) == null;
            }
        }
        return true;
    }

    /** Checks as {@link HostField} does, but leaves addresses in brackets to the slow lane. */
    private boolean isHost(int from, int to) {
        int name = from;
        while (name < to && HostField.isNameCharacter(bytes[name])) {
            name++;
        }
        if (name == from || name == to) {
            return name > from;
        }
        int port = name + 1;
        while (port < to && bytes[port] >= '0' && bytes[port] <= '9') {
            port++;
        }
        return bytes[name] == ':' && port == to && to - name <= 1 + HostField.MAX_PORT_DIGITS;
    }

    /** Finds the first byte below {@code min} or above '~', or the end; compares eight bytes at a time. */
    private int firstOutside(int from, int min) {
        int i = from;
        for (; i + Long.BYTES <= end; i += Long.BYTES) {
            long word = (long) WORDS.get(bytes, i);
            long less = (word - min * ONES) & ~word;
            long more = (word + ONES) | word;
            long outside = (less | more) & HIGHEST_BITS;
            if (outside != 0) {
                return i + Long.numberOfTrailingZeros(outside) / Byte.SIZE;
            }
        }
        while (i < end && bytes[i] >= min && bytes[i] <= '~') {
            i++;
        }
        return i;
    }

    private boolean skipLineEnd() {
        return skip(LINE_END);
    }

    /** Skips a text; if only its beginning has arrived, moves to the end. */
    private boolean skip(byte[] text) {
        int here = Math.min(end - at, text.length);
        if (!Arrays.equals(bytes, at, at + here, text, 0, here)) {
            return false;
        }
        at += here;
        return here == text.length;
    }

    /** Compares with a text in lower case, ignoring the case of the request. */
    private boolean isEqual(int from, int to, byte[] lowerCase) {
        if (to - from != lowerCase.length) {
            return false;
        }
        for (int i = 0; i < lowerCase.length; i++) {
            int c = bytes[from + i];
            if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != lowerCase[i]) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSpace(byte c) {
        return c == ' ' || c == '\t';
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Returns which characters a token may have (RFC 9110 §5.6.2). */
    private static boolean[] tokenCharacters() {
        boolean[] token = new boolean[128];
        for (char c : "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ".toCharArray()) {
            token[c] = true;
        }
        return token;
    }
}
