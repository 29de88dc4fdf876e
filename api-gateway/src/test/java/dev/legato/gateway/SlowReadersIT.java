package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowReadersIT {
    /** More than the service has connections for. */
    private static final int CLIENTS = 140;

    /** More than the gateway holds of an answer, and the kernel on the way to the client. */
    private static final int LARGE_BYTES = 4 << 20;

    @TempDir
    private Path folder;

    @Test
    void answers_notRead_leaveConnectionsToTheOthers() throws Exception {
        Path large = Files.write(folder.resolve("large"), new byte[LARGE_BYTES]);
        List<Socket> clients = new ArrayList<>();
        try (GatewayUnderTest gateway =
                new GatewayUnderTest(folder, Map.of("gateway.proxies", "127.0.0.1"), request -> {
                    var _ = request.path().equals("/large")
                            ? request.response().sendFile(large.toString())
                            : request.response().end("small");
                })) {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(gateway.connected(
                        "GET /large HTTP/1.1\r\nHost: a\r\nX-Forwarded-For: 198.51.100.%d\r\n\r\n".formatted(i)));
            }
            for (Socket client : clients) {
                assertTrue(client.getInputStream().read() != 0, "the answer has begun, or the client is cut off");
            }
            for (int i = 0; i < 10; i++) {
                assertEquals("small", gateway.get("/").body());
            }
            for (Socket client : clients) {
                client.close();
            }
        }
    }
}
