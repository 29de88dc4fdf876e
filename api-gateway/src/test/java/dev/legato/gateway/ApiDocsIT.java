package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.tls.ClientTls;
import dev.legato.testing.Eventually;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The joined document of a service that answers well and one that each test writes. */
class ApiDocsIT {
    private static final int MANY = 20;

    /** More than what lies between two sockets of one machine. */
    private static final long SOCKET_BUFFERS = 64 << 20;

    /** Longer than a document is kept. */
    private static final Duration LONG = Duration.ofSeconds(11);

    private final Vertx vertx = Vertx.vertx();
    private final HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(MANY));
    private final AtomicLong now = new AtomicLong();
    private final AtomicInteger fetches = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger mostOpen = new AtomicInteger();
    private volatile Handler<HttpServerRequest> other = request -> answer(request, 200, "/v1/other");
    private ApiDocs docs;
    private int port;

    @BeforeEach
    void start() throws Exception {
        int good = GatewayUnderTest.listen(vertx, request -> {
            fetches.incrementAndGet();
            answer(request, 200, "/v1/good");
        });
        int written = vertx.createHttpServer()
                .connectionHandler(connection -> {
                    mostOpen.accumulateAndGet(open.incrementAndGet(), Math::max);
                    connection.closeHandler(_ -> open.decrementAndGet());
                })
                .requestHandler(request -> other.handle(request))
                .listen(0, "127.0.0.1")
                .await(10, TimeUnit.SECONDS)
                .actualPort();
        docs = new ApiDocs(
                vertx,
                Map.of(LegatoService.ACCOUNT, uri(good), LegatoService.PLAYLIST, uri(written)),
                ClientTls.DEFAULT,
                now::get);
        Router router = Router.router(vertx);
        docs.install(router);
        port = GatewayUnderTest.listen(vertx, router);
    }

    @AfterEach
    void stop() throws Exception {
        docs.close().await(10, TimeUnit.SECONDS);
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void document_askedForByMany_isFetchedOnceAndAgainWhenItIsOld() throws Exception {
        List<Future<JsonObject>> documents = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            documents.add(document());
        }
        for (Future<JsonObject> document : documents) {
            assertEquals(Set.of("/v1/good", "/v1/other"), paths(document));
        }
        assertEquals(1, fetches.get());
        now.addAndGet(LONG.toNanos());
        assertEquals(Set.of("/v1/good", "/v1/other"), paths(document()));
        assertEquals(2, fetches.get());
    }

    @ParameterizedTest
    @ValueSource(ints = {204, 302, 404, 500, 503})
    void document_ofAServiceWithAnotherStatus_isLeftOut(int status) throws Exception {
        other = request -> answer(request, status, "/v1/wrong");
        assertEquals(Set.of("/v1/good"), paths(document()));
    }

    @Test
    void document_ofAServiceThatRecovers_isThereAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            // The body never ends: were it waited for, its connection would be of no use any more.
            other = request ->
                    request.response().setStatusCode(503).setChunked(true).write("{");
            assertEquals(Set.of("/v1/good"), paths(document()));
            now.addAndGet(LONG.toNanos());
        }
        other = request -> answer(request, 200, "/v1/other");
        assertEquals(Set.of("/v1/good", "/v1/other"), paths(document()));
    }

    @Test
    void document_withoutEnd_isNotReadOn() throws Exception {
        AtomicLong written = new AtomicLong();
        other = request -> write(request.response().setChunked(true), written);
        assertEquals(Set.of("/v1/good"), paths(document()));
        assertTrue(written.get() < SOCKET_BUFFERS, written + " bytes");
    }

    private static void write(HttpServerResponse response, AtomicLong written) {
        Buffer spaces = Buffer.buffer(" ".repeat(64 << 10));
        var _ = response.write(spaces).onSuccess(_ -> {
            written.addAndGet(spaces.length());
            write(response, written);
        });
    }

    @Test
    void document_ofAServiceThatIsSilent_isNotWaitedForOverManyConnections() throws Exception {
        other = _ -> {};
        List<Future<JsonObject>> documents = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            documents.add(document());
            fetched(i + 1);
            now.addAndGet(LONG.toNanos());
        }
        for (Future<JsonObject> document : documents) {
            assertEquals(Set.of("/v1/good"), paths(document));
        }
        // Two, and those of which the service has not seen yet that they are closed.
        assertTrue(mostOpen.get() <= 4, mostOpen + " connections");
        other = request -> answer(request, 200, "/v1/other");
        // Two seconds may be too few where the machine does much else.
        Eventually.eventually(() -> {
            now.addAndGet(LONG.toNanos());
            return paths(document()).equals(Set.of("/v1/good", "/v1/other"));
        });
    }

    private void fetched(int times) throws Exception {
        for (int look = 0; look < 500 && fetches.get() < times; look++) {
            var _ = vertx.timer(20, TimeUnit.MILLISECONDS).await();
        }
        assertEquals(times, fetches.get());
    }

    private Future<JsonObject> document() {
        return client.request(HttpMethod.GET, port, "127.0.0.1", "/openapi.json")
                .compose(request -> request.send())
                .compose(HttpClientResponse::body)
                .map(body -> body.toJsonObject());
    }

    private static Set<String> paths(Future<JsonObject> document) throws Exception {
        return document.await(30, TimeUnit.SECONDS).getJsonObject("paths").fieldNames();
    }

    private static void answer(HttpServerRequest request, int status, String path) {
        var _ = request.response()
                .setStatusCode(status)
                .putHeader("Location", "/elsewhere")
                .end("{\"paths\": {\"%s\": {\"get\": {\"operationId\": \"x\"}}}}".formatted(path));
    }

    private static URI uri(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }
}
