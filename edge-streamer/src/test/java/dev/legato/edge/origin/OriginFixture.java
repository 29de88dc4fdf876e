package dev.legato.edge.origin;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginException.Kind;
import dev.legato.runtime.settings.Settings;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.internal.VertxInternal;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** A Vert.x of its own, and clients of origins in it, whose circuits' clock the test turns. */
final class OriginFixture {
    private static final int MAX_WAIT_SECONDS = 60;

    final Vertx vertx;
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    /** Added to the real clock. */
    final AtomicLong turned = new AtomicLong();

    /** What names lead to. */
    volatile HostAddresses.Lookup lookup = HostAddresses.Lookup.JDK;

    private final Context context;
    private final List<Origins> opened = new ArrayList<>();

    /** A response received whole. */
    record Answer(int status, HttpVersion version, FieldList fields, String body, String origin) {}

    OriginFixture() {
        vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
        context = ((VertxInternal) vertx).createEventLoopContext();
    }

    /** Short waits, which tests that need others set. */
    Origins open(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(Map.of(
                "edge.origin.connectTimeout", "5s",
                "edge.origin.headTimeout", "30s",
                "edge.origin.idleTimeout", "30s",
                "edge.origin.cdnId", "edge.test"));
        all.putAll(more);
        OriginSettings settings = Objects.requireNonNull(OriginSettings.from(Settings.of(all)));
        Origins origins = Origins.open(
                vertx,
                settings,
                meters,
                host -> lookup.find(host),
                () -> System.nanoTime() + turned.get(),
                Clock.systemUTC());
        opened.add(origins);
        return origins;
    }

    Origins open(String urls, String... more) {
        Map<String, String> all = new HashMap<>(Map.of("edge.origin.urls", urls));
        for (int i = 0; i < more.length; i += 2) {
            all.put("edge.origin." + more[i], more[i + 1]);
        }
        return open(all);
    }

    /** Starts a server on a free port of 127.0.0.1. */
    HttpServer serve(HttpServerOptions options, Handler<HttpServerRequest> handler) throws Exception {
        return await(vertx.createHttpServer(options).requestHandler(handler).listen(0, "127.0.0.1"));
    }

    HttpServer serve(Handler<HttpServerRequest> handler) throws Exception {
        return serve(new HttpServerOptions(), handler);
    }

    static String url(HttpServer server) {
        return "http://127.0.0.1:" + server.actualPort();
    }

    /** Runs something on the one context that all requests come from. */
    <T> Future<T> on(Supplier<Future<T>> task) {
        Promise<T> promise = Promise.promise();
        context.runOnContext(_ -> {
            try {
                var _ = task.get().onComplete(promise);
            } catch (RuntimeException e) {
                promise.fail(e);
            }
        });
        return promise.future();
    }

    Future<Answer> send(Origins origins, OriginRequest request) {
        return on(() -> origins.send(request).compose(OriginFixture::whole));
    }

    Answer get(Origins origins, String target, String... fields) throws Exception {
        return await(send(origins, OriginRequest.get(target, FieldList.of(fields))));
    }

    /** The kind of failure that a GET ends with. */
    Kind failure(Origins origins, String target, String... fields) {
        return failure(send(origins, OriginRequest.get(target, FieldList.of(fields))))
                .kind();
    }

    static OriginException failure(Future<?> future) {
        var failed = assertThrows(ExecutionException.class, () -> await(future));
        return assertInstanceOf(OriginException.class, failed.getCause());
    }

    /** Receives a response's body on its context. */
    static Future<Answer> whole(OriginResponse response) {
        Promise<Answer> promise = Promise.promise();
        Buffer all = Buffer.buffer();
        response.body()
                .handler(all::appendBuffer)
                .endHandler(_ -> promise.complete(new Answer(
                        response.status(),
                        response.version(),
                        response.fields(),
                        all.toString("ISO-8859-1"),
                        response.origin())))
                .exceptionHandler(promise::tryFail)
                .resume();
        return promise.future();
    }

    static <T> T await(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(MAX_WAIT_SECONDS, TimeUnit.SECONDS);
    }

    /** How many exchanges with any origin have ended so. */
    double ended(String outcome) {
        return meters.find("legato.edge.origin.requests").tag("outcome", outcome).counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    double inFlight() {
        return meters.find("legato.edge.origin.in.flight").gauges().stream()
                .mapToDouble(gauge -> gauge.value())
                .sum();
    }

    void close() throws Exception {
        for (Origins origins : opened) {
            var _ = await(origins.close());
        }
        var _ = await(vertx.close());
    }
}
