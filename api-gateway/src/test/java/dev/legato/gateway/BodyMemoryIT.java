package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ProblemRenderer;
import dev.legato.runtime.http.RequestId;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.tls.ClientTls;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What bodies take of the memory for them, and that all of it is given back however their requests end. */
class BodyMemoryIT {
    private static final int FREE = 16 << 10;
    private static final int MORE = 1_000;
    private static final int TIMEOUT_MS = 30_000;

    private final Vertx vertx = Vertx.vertx();
    private volatile Shares memory = new Shares(FREE, FREE);
    private volatile Handler<HttpServerRequest> service =
            request -> request.body().onSuccess(body -> {
                var _ = request.response().end("received " + body.length());
            });
    private UpstreamProxy proxy;

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void body_ofTheFreeLength_takesNone() throws Exception {
        memory = new Shares(0, 0);
        int port = start("10s");
        assertTrue(answer(port, post(FREE, FREE)).endsWith("received " + FREE));
        assertStatus(503, answer(port, post(FREE + 1, FREE + 1)));
        assertGivenBack();
    }

    @Test
    void body_longer_takesTheRestUntilItIsAnswered() throws Exception {
        int port = start("10s");
        try (Socket client = connected(port, post(FREE + MORE, FREE + MORE - 1))) {
            assertHeld(MORE - 1);
            client.getOutputStream().write('x');
            String answer = GatewayUnderTest.all(client);
            assertTrue(answer.endsWith("received " + (FREE + MORE)), answer);
        }
        assertGivenBack();
    }

    @Test
    void body_whoseClientLeaves_givesItBack() throws Exception {
        int port = start("10s");
        try (Socket _ = connected(port, post(FREE + MORE, FREE + 1))) {
            assertHeld(1);
        }
        assertGivenBack();
    }

    @Test
    void body_whoseClientIsReset_givesItBack() throws Exception {
        int port = start("10s");
        try (Socket client = connected(port, post(FREE + MORE, FREE + 1))) {
            assertHeld(1);
            client.setSoLinger(true, 0);
        }
        assertGivenBack();
    }

    @Test
    void body_whoseClientLeavesBeforeTheAnswer_givesItBack() throws Exception {
        service = HttpServerRequest::body;
        int port = start("10s");
        try (Socket _ = connected(port, post(FREE + MORE, FREE + MORE))) {
            assertHeld(MORE);
        }
        assertGivenBack();
    }

    @Test
    void body_thatTakesTooLong_givesItBack() throws Exception {
        assertStatus(408, answer(start("500ms"), post(FREE + MORE, FREE + 1)));
        assertGivenBack();
    }

    @Test
    void body_chunkedAndTooLong_givesItBack() throws Exception {
        int length = 2 * FREE + 1;
        String request =
                "POST /v1/sessions HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "%x\r\n%s\r\n1\r\nx".formatted(length - 1, "x".repeat(length - 1));
        int port = start("10s");
        assertStatus(413, answer(port, request + "\r\n0\r\n\r\n"));
        assertGivenBack();
    }

    @Test
    void body_thereIsNoRoomFor_givesBackWhatItHad() throws Exception {
        memory = new Shares(MORE, MORE);
        int port = start("10s");
        try (Socket client = connected(port, post(FREE + MORE + 1, FREE + MORE))) {
            assertHeld(MORE);
            client.getOutputStream().write('x');
            assertStatus(503, GatewayUnderTest.all(client));
        }
        assertGivenBack();
    }

    @Test
    void body_ofARequestTheServiceDrops_givesItBack() throws Exception {
        service = request -> {
            var _ = request.connection().close();
        };
        assertStatus(503, answer(start("10s"), post(FREE + MORE, FREE + MORE)));
        assertGivenBack();
    }

    @Test
    void body_ofARequestTheServiceDoesNotAnswer_givesItBack() throws Exception {
        service = HttpServerRequest::body;
        assertStatus(503, answer(start("10s", "gateway.upstreamTimeout", "500ms"), post(FREE + MORE, FREE + MORE)));
        assertGivenBack();
    }

    /** A front door with {@link #memory} before {@link #service}; bodies may be twice as long as what is free. */
    private int start(String bodyTimeout, String... more) throws Exception {
        int backend = GatewayUnderTest.listen(vertx, request -> service.handle(request));
        GatewaySettings settings = GatewaySettings.from(
                Settings.of(Map.of("gateway.bodyTimeout", bodyTimeout, "gateway.maxBody", 2 * FREE + "B"))
                        .with(more.length == 0 ? Map.of() : Map.of(more[0], more[1])));
        proxy = new UpstreamProxy(
                vertx,
                LegatoService.ACCOUNT,
                URI.create("http://127.0.0.1:" + backend),
                settings.upstreamTimeout(),
                ClientTls.DEFAULT,
                new IdentityHeaders(settings.identity(), Clock.systemUTC()),
                memory);
        FrontDoor door = new FrontDoor(
                vertx,
                settings,
                Map.of(LegatoService.ACCOUNT, proxy),
                new TokenVerifier(vertx, settings.tokens(), Clock.systemUTC()),
                new RateLimiter(System::nanoTime),
                memory);
        Router router = Router.router(vertx);
        router.route().handler(new RequestId());
        router.route().handler(door::handle);
        new ProblemRenderer().install(router);
        return GatewayUnderTest.listen(vertx, router);
    }

    /** A request that says its body is so long, and as much of it. */
    private static String post(int length, int sent) {
        return "POST /v1/sessions HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %d\r\n\r\n%s"
                .formatted(length, "x".repeat(sent));
    }

    private static Socket connected(int port, String sent) throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", port), TIMEOUT_MS);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String answer(int port, String request) throws IOException {
        try (Socket client = connected(port, request)) {
            return GatewayUnderTest.all(client);
        }
    }

    private static void assertStatus(int status, String answer) {
        assertTrue(answer.startsWith("HTTP/1.1 " + status), answer);
    }

    private void assertGivenBack() throws Exception {
        assertHeld(0);
    }

    private void assertHeld(long bytes) throws Exception {
        for (int look = 0; look < 500 && memory.held() != bytes; look++) {
            var _ = vertx.timer(20, TimeUnit.MILLISECONDS).await();
        }
        assertEquals(bytes, memory.held());
    }
}
