package dev.legato.edge.guard;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rules for an HTTP/1 request that Netty's decoder does not check (RFC 9112 §2.3, §3.2, §6; RFC 9110 §5.5, §7.2).
 *
 * <p>Netty 4.2.18 itself refuses: lines that end in LF alone, a space before a field's colon, control characters in
 * fields, Content-Length beside Transfer-Encoding or twice, Transfer-Encoding in HTTP/1.0 or without {@code chunked} at
 * its end. It accepts what is checked here: any version, any number of Host fields, targets of any form, codings that
 * nobody decodes, a length in folded lines, and the eight bytes of body that an old WebSocket draft announced by two
 * fields.
 */
public final class RequestRules {
    /** The number of field lines that a request may have. */
    public static final int MAX_FIELDS = 100;

    private RequestRules() {}

    /** Checks a request: returns its refusal, or null if it is accepted. */
    static @Nullable RefusedRequest check(HttpRequest request) {
        HttpVersion version = request.protocolVersion();
        if (!isKnown(version)) {
            return new RefusedRequest(505, "version: %s (expected: HTTP/1.1 or HTTP/1.0)".formatted(version));
        }
        HttpHeaders fields = request.headers();
        if (fields.entries().size() > MAX_FIELDS) {
            return new RefusedRequest(
                    431,
                    "fields: %d (expected: <= %d)".formatted(fields.entries().size(), MAX_FIELDS));
        }
        for (Map.Entry<String, String> field : fields) {
            if (!isToken(field.getKey())) {
                return new RefusedRequest(400, "field name: not a token");
            }
        }
        RefusedRequest body = checkBody(fields);
        if (body != null) {
            return body;
        }
        String method = request.method().name();
        if (!isToken(method)) {
            return new RefusedRequest(400, "method: not a token");
        }
        return isTarget(method, request.uri())
                ? checkHost(fields, version)
                : new RefusedRequest(400, "request target: not a path, an http URL or, for OPTIONS, '*'");
    }

    /**
     * Whether this is the connection's last request: the client says so, or announces a body, which the edge does not
     * take.
     */
    static boolean isLast(HttpRequest request) {
        HttpHeaders fields = request.headers();
        if (fields.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE, true)) {
            return true; // Vert.x does not find it in a list
        }
        String length = fields.get(HttpHeaderNames.CONTENT_LENGTH);
        return fields.contains(HttpHeaderNames.TRANSFER_ENCODING) || (length != null && !length.equals("0"));
    }

    private static @Nullable RefusedRequest checkBody(HttpHeaders fields) {
        List<String> codings = fields.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        List<String> lengths = fields.getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty()) {
                return new RefusedRequest(400, "Transfer-Encoding: beside Content-Length");
            }
            if (codings.size() > 1 || !codings.getFirst().equalsIgnoreCase("chunked")) {
                return new RefusedRequest(501, "Transfer-Encoding: not 'chunked' alone");
            }
        }
        if (lengths.size() > 1 || (!lengths.isEmpty() && !isNumber(lengths.getFirst()))) {
            return new RefusedRequest(400, "Content-Length: not one number");
        }
        if (fields.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY1)
                || fields.contains(HttpHeaderNames.SEC_WEBSOCKET_KEY2)) {
            return new RefusedRequest(400, "Sec-WebSocket-Key1: of a draft that hides a body");
        }
        return null;
    }

    private static @Nullable RefusedRequest checkHost(HttpHeaders fields, HttpVersion version) {
        List<String> hosts = fields.getAll(HttpHeaderNames.HOST);
        boolean one = hosts.size() == 1 && HostField.isValid(hosts.getFirst());
        boolean none = hosts.isEmpty() && HttpVersion.HTTP_1_0.equals(version);
        return one || none ? null : new RefusedRequest(400, "Host: not one host[:port]");
    }

    private static boolean isTarget(String method, String target) {
        for (int i = 0; i < target.length(); i++) {
            if (target.charAt(i) <= ' ' || target.charAt(i) > 0x7e) {
                return false;
            }
        }
        if (target.startsWith("/")) {
            return true;
        }
        if (method.equals("OPTIONS") && target.equals("*")) {
            return true;
        }
        int begin = schemeLength(target);
        if (begin == 0) {
            return false;
        }
        int end = begin;
        while (end < target.length() && "/?#".indexOf(target.charAt(end)) < 0) {
            end++;
        }
        return HostField.isValid(target.substring(begin, end));
    }

    private static int schemeLength(String target) {
        String lower = target.substring(0, Math.min(8, target.length())).toLowerCase(Locale.ROOT);
        return lower.startsWith("http://") ? 7 : lower.equals("https://") ? 8 : 0;
    }

    private static boolean isNumber(String text) {
        return !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    /** Whether Netty has this version as a constant, which means that it was written as it has to be. */
    @SuppressWarnings("ReferenceEquality") // that is the point
    private static boolean isKnown(HttpVersion version) {
        return version == HttpVersion.HTTP_1_1 || version == HttpVersion.HTTP_1_0;
    }

    private static boolean isToken(String text) {
        return !text.isEmpty() && text.chars().allMatch(RequestRules::isTokenCharacter);
    }

    private static boolean isTokenCharacter(int c) {
        return c > ' ' && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }
}
