package dev.legato.gateway;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Which headers concern one connection alone and are not passed on, RFC 9110 §7.6.1. */
final class HopByHop {
    private static final Set<String> ALWAYS = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade");

    private HopByHop() {}

    /** Adds the headers that are forwarded to the next hop: neither those of the connection nor those it names. */
    static void copy(MultiMap from, MultiMap to) {
        Set<String> left = new HashSet<>(ALWAYS);
        for (String named : from.getAll("Connection")) {
            for (String name : named.split(",", -1)) {
                left.add(name.strip().toLowerCase(Locale.ROOT));
            }
        }
        from.forEach((name, value) -> {
            if (!left.contains(name.toLowerCase(Locale.ROOT))) {
                to.add(name, value);
            }
        });
        List<String> cookies = to.getAll(HttpHeaders.COOKIE);
        if (cookies.size() > 1) {
            // HTTP/2 may send each by itself, HTTP/1.1 may not (RFC 9113 §8.2.3).
            to.set(HttpHeaders.COOKIE, String.join("; ", cookies));
        }
    }
}
