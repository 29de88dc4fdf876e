package dev.legato.runtime.management;

import dev.legato.runtime.health.Health;
import dev.legato.runtime.http.Answer;
import dev.legato.runtime.json.Json;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
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
        if (!request.method().equals(HttpMethod.GET) && !request.method().equals(HttpMethod.HEAD)) {
            request.response().putHeader(HttpHeaders.ALLOW, "GET, HEAD");
            json(request, 405, Map.of("methods", new String[] {"GET", "HEAD"}));
            return;
        }
        switch (request.path()) {
            case "/health/live" -> json(request, 200, Map.of("status", "live"));
            case "/health/ready" ->
                health.readiness().onSuccess(readiness -> json(request, readiness.ready() ? 200 : 503, readiness));
            case "/metrics" -> text(request, "text/plain; version=0.0.4; charset=utf-8", meters.scrape());
            default -> json(request, 404, Map.of("paths", new String[] {"/health/live", "/health/ready", "/metrics"}));
        }
    }

    private static void json(HttpServerRequest request, int status, Object body) {
        request.response().setStatusCode(status);
        Answer.end(request, "application/json", Buffer.buffer(Json.write(body)));
    }

    private static void text(HttpServerRequest request, String type, String body) {
        Answer.end(request, type, Buffer.buffer(body));
    }
}
