package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.access.RecordedRequest;
import dev.legato.edge.http.DateField;
import dev.legato.edge.http.ResponseFields;
import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.edge.source.Source;
import dev.legato.runtime.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client gets when a step of its answer throws. */
@Timeout(60)
class EdgeRoutesIT {
    private final Vertx vertx = Vertx.vertx();

    @AfterEach
    void close() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void thrown_beforeTheHead_isAnsweredWith500() throws Exception {
        String answer = get(serve(_ -> {
                    throw new IllegalStateException("a fault");
                }))
                .compose(response -> response.body().map(body -> response.statusCode() + " " + body))
                .await(30, TimeUnit.SECONDS);
        assertTrue(answer.startsWith("500 {\"type\":\"urn:legato:problem:internal"), answer);
    }

    @Test
    void thrown_afterTheHead_closesTheConnection() throws Exception {
        Future<?> body = get(serve(recorded -> {
                    var _ = recorded.request()
                            .response()
                            .putHeader("content-length", "10")
                            .write("half");
                    throw new IllegalStateException("a fault");
                }))
                .compose(HttpClientResponse::body);
        assertTrue(body.transform(result -> Future.succeededFuture(result.failed()))
                .await(30, TimeUnit.SECONDS));
    }

    private Future<HttpClientResponse> get(int port) {
        return vertx.createHttpClient()
                .request(HttpMethod.GET, port, "127.0.0.1", "/")
                .compose(request -> request.send());
    }

    private int serve(Consumer<RecordedRequest> handler) throws Exception {
        EdgeSettings settings = EdgeSettings.from(Settings.of(Map.of("edge.root", "/tmp", "edge.open", "true")));
        Replies replies = new Replies(
                new ResponseFields("*"),
                new DateField(Clock.systemUTC()),
                new EdgeMetrics(new SimpleMeterRegistry()),
                "boundary");
        Port port = new Port(vertx, settings, Optional.empty());
        HttpServer server = vertx.createHttpServer()
                .requestHandler(new EdgeRoutes(new Content(handler), replies, port, null, Duration.ofSeconds(1)))
                .listen(0, "127.0.0.1")
                .await(30, TimeUnit.SECONDS);
        return server.actualPort();
    }

    /** Serves what a test says. */
    private record Content(Consumer<RecordedRequest> handler) implements ContentServer {
        @Override
        public Source source() {
            throw new IllegalStateException("there is no fast lane");
        }

        @Override
        public void handle(RecordedRequest recorded) {
            handler.accept(recorded);
        }

        @Override
        public boolean handles(String method) {
            return false;
        }

        @Override
        public void use(EdgeSettings next) {
            // nothing changes
        }

        @Override
        public String description() {
            return "a test";
        }

        @Override
        public void close() {
            // nothing is open
        }
    }
}
