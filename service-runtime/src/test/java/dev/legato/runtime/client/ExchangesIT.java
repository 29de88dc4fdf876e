package dev.legato.runtime.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.runtime.tls.ClientTls;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ExchangesIT {
    private final Promise<Void> connectionEnded = Promise.promise();
    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void send_silentServer_failsAndClosesTheConnection() throws Exception {
        assertEquals("no answer within 200 ms", failure(_ -> {}).getMessage());
        connectionEnded.future().await(20, TimeUnit.SECONDS);
    }

    @Test
    void send_bodyThatStops_failsAndClosesTheConnection() throws Exception {
        IOException failure = failure(
                request -> request.response().putHeader("Content-Length", "10").write("half"));
        assertEquals("no answer within 200 ms", failure.getMessage());
        connectionEnded.future().await(20, TimeUnit.SECONDS);
    }

    private IOException failure(Consumer<HttpServerRequest> answer) throws Exception {
        int port = vertx.createHttpServer()
                .requestHandler(request -> {
                    request.connection().closeHandler(connectionEnded::tryComplete);
                    answer.accept(request);
                })
                .listen(0, "127.0.0.1")
                .await(20, TimeUnit.SECONDS)
                .actualPort();
        try (Exchanges exchanges = new Exchanges(Duration.ofMillis(200), 100, ClientTls.DEFAULT)) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/"))
                    .build();
            IOException failure = assertThrows(IOException.class, () -> exchanges.send(request));
            // Before the client is closed, which would end it anyway.
            connectionEnded.future().await(20, TimeUnit.SECONDS);
            return failure;
        }
    }
}
