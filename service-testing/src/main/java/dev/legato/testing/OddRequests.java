package dev.legato.testing;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.util.Map;

/** Requests that clients make up: of methods, paths, versions and hosts nobody has heard of. */
public final class OddRequests {
    private static final byte[] NOTHING = {};

    private OddRequests() {}

    /**
     * Sends so many of each kind.
     *
     * @param from where the numbers begin that make each one new
     * @param target that the server answers
     */
    public static void send(int port, int from, int count, String target) throws IOException {
        try (RawHttp http = new RawHttp(port)) {
            for (int i = from; i < from + count; i++) {
                ask(http, "QX" + i, target, Map.of());
                ask(http, "GET", target + "/" + i + "?x=" + i, Map.of());
                ask(http, "GET", target, Map.of("X-Forwarded-Host", "h" + i, "User-Agent", "agent/" + i));
                ask(http, "OPTIONS", target, Map.of("Origin", "http://h%d.example".formatted(i)));
                ask(http, "GET", "http://h%d.example%s".formatted(i, target), Map.of());
                ask(http, "POST", target, Map.of("Content-Type", "x/" + i));
                ask(http, "GET", target, Map.of("Authorization", "Bearer " + i));
                ask(http, "GET", target, Map.of("Expect", "e" + i));
            }
        }
    }

    /** What is answered does not matter here, and a server may close the connection instead. */
    private static void ask(RawHttp http, String method, String target, Map<String, String> headers)
            throws IOException {
        try {
            var _ = http.send(method, target, headers, NOTHING);
        } catch (EOFException | SocketException _) {
            http.close();
        }
    }
}
