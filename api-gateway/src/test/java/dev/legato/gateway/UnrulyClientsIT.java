package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vertx.core.http.HttpServerRequest;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that go away or trickle: what they do is no failure of the service. */
class UnrulyClientsIT {
    private static final int MANY = 12;

    @TempDir
    private Path folder;

    private final CountDownLatch held = new CountDownLatch(MANY);
    private final CountDownLatch closed = new CountDownLatch(MANY);
    private final AtomicInteger uploads = new AtomicInteger();
    private GatewayUnderTest gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = new GatewayUnderTest(folder, Map.of("gateway.upstreamTimeout", "1s"), this::answer);
    }

    @AfterEach
    void stop() throws Exception {
        gateway.close();
    }

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/held" -> {
                request.response().closeHandler(_ -> closed.countDown());
                held.countDown();
            }
            default ->
                request.body().onSuccess(body -> {
                    uploads.addAndGet(body.length() > 0 ? 1 : 0);
                    var _ = request.response().end("received " + body.length());
                });
        }
    }

    @Test
    void uploads_begunAndLeft_areNoFailureOfTheService() throws Exception {
        for (int i = 0; i < MANY; i++) {
            gateway.connected("POST /v1/sessions HTTP/1.1\r\nHost: a\r\nContent-Length: 200\r\n\r\n{\"email\": \"x")
                    .close();
        }
        assertEquals(200, gateway.get("/v1/sessions").status());
        assertEquals(0, uploads.get());
    }

    @Test
    void requests_leftBeforeTheirAnswer_endAtTheServiceAndAreNoFailureOfIt() throws Exception {
        List<Socket> clients = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            clients.add(gateway.connected("GET /held HTTP/1.1\r\nHost: a\r\n\r\n"));
        }
        assertTrue(held.await(30, TimeUnit.SECONDS));
        for (int i = 0; i < MANY; i++) {
            clients.get(i).setSoLinger(i % 2 == 0, 0); // half of them end with a reset
            clients.get(i).close();
        }
        assertTrue(closed.await(30, TimeUnit.SECONDS));
        assertEquals(200, gateway.get("/").status());
    }

    @Test
    void upload_slowerThanTheServiceMayBe_isReceivedAndThenSent() throws Exception {
        try (Socket slow = gateway.connected(
                "POST /v1/sessions HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 4\r\n\r\n12")) {
            assertEquals(503, gateway.get("/held").status(), "takes as long as an answer may");
            slow.getOutputStream().write("34".getBytes(StandardCharsets.US_ASCII));
            String answer = GatewayUnderTest.all(slow);
            assertTrue(answer.startsWith("HTTP/1.1 200") && answer.endsWith("received 4"), answer);
        }
    }

    @Test
    void service_silent_isLeftAloneAndTriedAgainWhateverTheClientDoes() throws Exception {
        for (int i = 0; i < 5; i++) {
            assertEquals(503, gateway.get("/held").status());
        }
        var open = gateway.get("/");
        assertEquals(503, open.status(), "five failures in a row");
        assertFalse(open.header("Retry-After").isEmpty());
    }
}
