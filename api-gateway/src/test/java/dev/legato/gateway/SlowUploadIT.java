package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlowUploadIT {
    @TempDir
    private Path folder;

    @Test
    void upload_slowerThanItsBound_is408AndEndsTheConnection() throws Exception {
        try (GatewayUnderTest gateway =
                        new GatewayUnderTest(folder, Map.of("gateway.bodyTimeout", "100ms"), request -> {
                            var _ = request.response().end();
                        });
                Socket slow =
                        gateway.connected("POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 4\r\n\r\n12")) {
            String answer = GatewayUnderTest.all(slow);
            assertTrue(answer.startsWith("HTTP/1.1 408"), answer);
            assertTrue(answer.contains("application/problem+json"), answer);
        }
    }
}
