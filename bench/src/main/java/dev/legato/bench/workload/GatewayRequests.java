package dev.legato.bench.workload;

import dev.legato.bench.load.ServerAddress;
import java.nio.charset.StandardCharsets;

/** Requests to a gateway, with the listener's token. */
final class GatewayRequests {
    private final ServerAddress gateway;
    private final String token;

    GatewayRequests(ServerAddress gateway, String token) {
        this.gateway = gateway;
        this.token = token;
    }

    /** @param path with its query, percent-encoded */
    byte[] get(String path) {
        return ascii(head("GET", path) + "\r\n");
    }

    /**
     * The head of a request with a JSON body.
     *
     * @param fields further header lines, each with its end
     */
    byte[] post(String path, String fields, int bodyBytes) {
        return ascii(head("POST", path) + "Content-Type: application/json\r\nContent-Length: " + bodyBytes + "\r\n"
                + fields + "\r\n");
    }

    String head(String method, String path) {
        return "%s %s%s HTTP/1.1\r\nHost: %s\r\nUser-Agent: legato-bench\r\nAccept: application/json\r\n"
                        .formatted(method, gateway.path(), path, gateway.authority())
                + "Authorization: Bearer " + token + "\r\n";
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
