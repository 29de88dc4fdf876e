package dev.legato.gateway;

import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.Answer;
import dev.legato.testing.ApiClient;
import dev.legato.testing.Call;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A running gateway before one service, which a test writes itself; clients are raw sockets or a well-behaved client. */
final class GatewayUnderTest implements AutoCloseable {
    private static final int SOCKET_TIMEOUT_MS = 30_000;

    /** Little, so that an answer nobody reads does not fit into the kernel. */
    private static final int SOCKET_BUFFER_BYTES = 4 << 10;

    final ServiceProcess process;
    private final ApiClient client;
    private final int port;
    private @Nullable Future<Void> stopped;

    /** @param service answers as account-api and as the web player */
    GatewayUnderTest(Path folder, Map<String, String> more, Handler<HttpServerRequest> service) throws Exception {
        Path keys = Files.writeString(folder.resolve("jwks.json"), "{\"keys\": []}");
        process = ServiceProcess.create(
                        Settings.of(Map.of("management.port", "0")), VertxFactory.UNCLUSTERED, Clock.systemUTC())
                .await(30, TimeUnit.SECONDS);
        HttpServer upstream = process.context()
                .vertx()
                .createHttpServer()
                .requestHandler(service)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS);
        String url = "http://127.0.0.1:" + upstream.actualPort();
        Map<String, String> settings = new HashMap<>(Map.of(
                "gateway.port",
                "0",
                "gateway.upstreams.account",
                url,
                "gateway.upstreams.player",
                url,
                "tokens.jwks",
                keys.toUri().toString()));
        settings.putAll(more);
        port = process.start(new GatewayService(GatewaySettings.from(Settings.of(settings))))
                .await(30, TimeUnit.SECONDS)
                .port();
        client = new ApiClient(port);
    }

    int port() {
        return port;
    }

    /** A client that has sent this much. */
    Socket connected(String sent) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
        socket.connect(new InetSocketAddress("127.0.0.1", port), SOCKET_TIMEOUT_MS);
        socket.setSoTimeout(SOCKET_TIMEOUT_MS);
        socket.getOutputStream().write(sent.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    /** What a client gets until its connection ends. */
    static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    Answer get(String path, String... headers) {
        return send(Call.get(path).with(headers));
    }

    Answer send(Call call) {
        return client.send(call);
    }

    CompletableFuture<Answer> getAsync(String path) {
        return client.sendAsync(Call.get(path));
    }

    /** Begins to stop, once. */
    synchronized Future<Void> stop() {
        if (stopped == null) {
            stopped = process.stop();
        }
        return stopped;
    }

    @Override
    public void close() throws TimeoutException {
        client.close();
        stop().await(60, TimeUnit.SECONDS);
    }

    /** The port of a server with this handler. */
    static int listen(Vertx vertx, Handler<HttpServerRequest> handler) throws Exception {
        return vertx.createHttpServer()
                .requestHandler(handler)
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS)
                .actualPort();
    }
}
