package dev.legato.bench;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A gateway and an edge in one, over real sockets, whose answers a test writes. */
public final class StubGateway implements AutoCloseable {
    /**
     * A request as it arrived.
     *
     * @param target path and query
     * @param authorization the field's value, or an empty text
     * @param idempotencyKey the field's value, or an empty text
     */
    public record Call(
            String method, String target, String authorization, String idempotencyKey, String range, String body) {}

    /** An answer. */
    public record Answer(int status, String body) {}

    /** Answers a call; may be called by several threads. */
    public interface Script {
        Answer answer(Call call) throws IOException;
    }

    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpServer server;
    private final List<Call> calls = new CopyOnWriteArrayList<>();

    public StubGateway(Script script) throws IOException {
        server = vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body, script)))
                .listen(0, "127.0.0.1")
                .await();
    }

    /** Answers on a thread of its own, since a script may wait. */
    private void answer(HttpServerRequest request, Buffer body, Script script) {
        Call call = new Call(
                request.method().name(),
                request.uri(),
                field(request, "Authorization"),
                field(request, "Idempotency-Key"),
                field(request, "Range"),
                body.toString());
        calls.add(call);
        Thread unused = Thread.ofVirtual().start(() -> {
            try {
                Answer answer = script.answer(call);
                var sent = request.response().setStatusCode(answer.status()).end(answer.body());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static String field(HttpServerRequest request, String name) {
        String value = request.getHeader(name);
        return value == null ? "" : value;
    }

    public int port() {
        return server.actualPort();
    }

    public String url() {
        return "http://127.0.0.1:" + port();
    }

    /** What has arrived so far, in order. */
    public List<Call> calls() {
        return calls;
    }

    @Override
    public void close() {
        var unused = vertx.close().await();
    }
}
