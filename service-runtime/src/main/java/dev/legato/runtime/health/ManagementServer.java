package dev.legato.runtime.health;

import dev.legato.runtime.json.Json;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;

/** One management port a process: {@code /health/live}, {@code /health/ready}, {@code /metrics} (Prometheus). */
public final class ManagementServer {
    private final Health health;
    private final PrometheusMeterRegistry meters;

    private ManagementServer(Health health, PrometheusMeterRegistry meters) {
        this.health = health;
        this.meters = meters;
    }

    /** Binds the port; 0 for a free one. */
    public static Future<HttpServer> listen(
            Vertx vertx, String host, int port, Health health, PrometheusMeterRegistry meters) {
        ManagementServer server = new ManagementServer(health, meters);
        return vertx.createHttpServer(
                        new HttpServerOptions().setHost(host).setPort(port).setIdleTimeout(60))
                .requestHandler(server::answer)
                .listen();
    }

    private void answer(HttpServerRequest request) {
        switch (request.path()) {
            case "/health/live" -> json(request, 200, Map.of("status", "live"));
            case "/health/ready" ->
                health.readiness()
                        .onSuccess(readiness -> json(request, readiness.ready() ? 200 : 503, readiness))
                        .onFailure(
                                failure -> json(request, 503, Map.of("status", String.valueOf(failure.getMessage()))));
            case "/metrics" -> text(request, "text/plain; version=0.0.4; charset=utf-8", meters.scrape());
            default -> json(request, 404, Map.of("paths", new String[] {"/health/live", "/health/ready", "/metrics"}));
        }
    }

    private static void json(HttpServerRequest request, int status, Object body) {
        var _ = request.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(Buffer.buffer(Json.write(body)));
    }

    private static void text(HttpServerRequest request, String type, String body) {
        var _ = request.response().putHeader(HttpHeaders.CONTENT_TYPE, type).end(body);
    }
}
