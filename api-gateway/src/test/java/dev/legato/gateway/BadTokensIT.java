package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.legato.testing.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that are refused for their tokens count for the network they come from. */
class BadTokensIT {
    private static final int SHARE = 3;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"Bearer nonsense", "Bearer a.b.c", "Basic eDp5", ""})
    void badTokens_beyondTheShare_are429ForTheirNetworkOnly(String authorization) throws Exception {
        try (GatewayUnderTest gateway = new GatewayUnderTest(
                folder,
                Map.of("gateway.requestsPerNetwork", Integer.toString(SHARE), "gateway.proxies", "127.0.0.1"),
                request -> {
                    var _ = request.response().end();
                })) {
            assertEquals(401, search(gateway, "198.51.100.1", authorization).status());
            // A window that turns meanwhile makes room for a share more at most.
            for (int i = 1; i < 2 * SHARE; i++) {
                var _ = search(gateway, "198.51.100.1", authorization);
            }
            Answer refused = search(gateway, "198.51.100.1", authorization);
            assertEquals(429, refused.status());
            assertFalse(refused.header("Retry-After").isEmpty());
            assertEquals(
                    429,
                    gateway.get("/", "X-Forwarded-For", "198.51.100.1").status(),
                    "what needs no token counts together with it");
            assertEquals(401, search(gateway, "198.51.100.2", authorization).status());
        }
    }

    private static Answer search(GatewayUnderTest gateway, String address, String authorization) {
        return gateway.get("/v1/search?q=x", "X-Forwarded-For", address, "Authorization", authorization);
    }
}
