package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayStopIT {
    private static final int UNDER_WAY = 3;

    @TempDir
    private Path folder;

    @Test
    void stop_requestsUnderWay_areAnsweredAndNewOnesRefused() throws Exception {
        CountDownLatch held = new CountDownLatch(UNDER_WAY);
        Promise<Void> release = Promise.promise();
        try (GatewayUnderTest gateway = new GatewayUnderTest(folder, Map.of(), request -> {
            held.countDown();
            release.future().onSuccess(_ -> {
                var _ = request.response().end("answered");
            });
        })) {
            List<CompletableFuture<Answer>> answers = new ArrayList<>();
            for (int i = 0; i < UNDER_WAY; i++) {
                answers.add(gateway.getAsync("/"));
            }
            assertTrue(held.await(30, TimeUnit.SECONDS));
            gateway.process.ready();
            Future<Void> stopped = gateway.stop();
            assertFalse(gateway.process
                    .context()
                    .health()
                    .readiness()
                    .await(10, TimeUnit.SECONDS)
                    .ready());
            assertFalse(stopped.isComplete());
            assertThrows(IOException.class, () -> {
                while (true) { // until the port is closed
                    gateway.connected("").close();
                }
            });
            release.complete();
            for (CompletableFuture<Answer> answer : answers) {
                assertEquals(
                        "answered",
                        answer.orTimeout(30, TimeUnit.SECONDS).join().body());
            }
            stopped.await(60, TimeUnit.SECONDS);
        }
    }
}
