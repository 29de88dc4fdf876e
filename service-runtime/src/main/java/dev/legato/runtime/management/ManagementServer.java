package dev.legato.runtime.management;

import dev.legato.contracts.ProblemType;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.http.Answer;
import dev.legato.runtime.http.ProblemRenderer;
import dev.legato.runtime.http.RequestId;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One management port per process: {@code /health/live}, {@code /health/ready}, {@code /metrics} (Prometheus), and the
 * operations that its services offer.
 */
public final class ManagementServer {
    private static final Logger LOG = LoggerFactory.getLogger(ManagementServer.class);
    private static final int MAX_BODY = 1 << 20;
    private static final int IDLE_SECONDS = 60;

    private final Health health;
    private final PrometheusMeterRegistry meters;
    private final ManagementOperations operations;

    private ManagementServer(Health health, PrometheusMeterRegistry meters, ManagementOperations operations) {
        this.health = health;
        this.meters = meters;
        this.operations = operations;
    }

    /** Binds the port, in plain text or by TLS whose files may change. */
    public static Future<HttpServer> listen(
            Vertx vertx,
            ManagementSettings settings,
            Health health,
            PrometheusMeterRegistry meters,
            ManagementOperations operations) {
        ManagementServer server = new ManagementServer(health, meters, operations);
        HttpServerOptions options = new HttpServerOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setIdleTimeout(IDLE_SECONDS);
        return vertx.createHttpServer(
                        settings.tls().map(secure -> secure.apply(options)).orElse(options))
                .requestHandler(server::answer)
                .listen()
                .onSuccess(bound -> settings.tls().ifPresent(secure -> secure.watch(vertx, bound)));
    }

    private void answer(HttpServerRequest request) {
        Optional<ManagementOperations.Operation> operation = operations.find(request.path());
        if (operation.isPresent()) {
            run(request, operation.get());
            return;
        }
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

    private static void run(HttpServerRequest request, ManagementOperations.Operation operation) {
        if (!request.method().equals(HttpMethod.POST)) {
            request.response().putHeader(HttpHeaders.ALLOW, "POST");
            json(request, 405, Map.of("methods", new String[] {"POST"}));
            return;
        }
        var _ = body(request)
                .compose(body -> operation.run(request, body))
                .onSuccess(result -> json(request, 200, result))
                .onFailure(failure -> {
                    Problem problem =
                            failure instanceof ProblemException refused ? refused.problem() : Problem.internal();
                    String id = RequestId.choose(request);
                    if (problem.status() == 500) {
                        LOG.error("{} failed, request {}", request.path(), id, failure);
                    }
                    request.response().setStatusCode(problem.status());
                    Answer.end(request, ProblemRenderer.CONTENT_TYPE, ProblemRenderer.body(problem, id));
                });
    }

    private static Future<Buffer> body(HttpServerRequest request) {
        Promise<Buffer> whole = Promise.promise();
        Buffer body = Buffer.buffer();
        request.exceptionHandler(whole::tryFail);
        request.handler(chunk -> {
            if (body.length() + chunk.length() <= MAX_BODY) {
                body.appendBuffer(chunk);
            } else {
                whole.tryFail(new ProblemException(Problem.of(
                        ProblemType.CONTENT_TOO_LARGE, "The body is longer than %d bytes.".formatted(MAX_BODY), null)));
            }
        });
        request.endHandler(_ -> whole.tryComplete(body));
        return whole.future();
    }

    private static void json(HttpServerRequest request, int status, Object body) {
        request.response().setStatusCode(status);
        Answer.end(request, "application/json", Buffer.buffer(Json.write(body)));
    }

    private static void text(HttpServerRequest request, String type, String body) {
        Answer.end(request, type, Buffer.buffer(body));
    }
}
