package dev.legato.gateway;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.Answer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service that breaks off every connection is left alone after five failures, and asked again after a rest. */
class CircuitIT {
    private static final int MAX_FAILURES = 5;
    private static final int REQUESTS = 40;

    @TempDir
    private Path folder;

    @Test
    void upstream_failsFiveTimes_isLeftAlone_andServesAgainOnceItIsWell() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicBoolean well = new AtomicBoolean();
        try (GatewayUnderTest gateway =
                new GatewayUnderTest(folder, Map.of("gateway.requestsPerWindow", "100000"), request -> {
                    asked.incrementAndGet();
                    var _ = well.get()
                            ? request.response().end("well")
                            : request.connection().close();
                })) {
            for (int i = 0; i < REQUESTS; i++) {
                Answer answer = gateway.get("/");
                assertEquals(503, answer.status(), answer.body());
                assertEquals("application/problem+json", answer.header("Content-Type"));
                assertFalse(answer.header("Retry-After").isEmpty());
            }
            assertTrue(asked.get() >= MAX_FAILURES, "asked " + asked);
            // One more each time a rest of five seconds ends, however slow the machine.
            assertTrue(asked.get() < REQUESTS / 2, "asked " + asked);

            well.set(true);
            assertEquals(
                    "well",
                    eventually(() -> gateway.get("/"), answer -> answer.status() == 200)
                            .body());
            assertEquals(200, gateway.get("/").status());
        }
    }
}
