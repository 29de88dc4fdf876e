package dev.legato.analytics;

import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Analytics-api as it runs in a process, and someone who asks it. */
final class AnalyticsProcess implements AutoCloseable {
    private static final Clock CLOCK = Clock.systemUTC();

    private final EmbeddedIssuer issuer;
    private final ServiceProcess process;
    private final RunningService service;
    private final HttpClient client = HttpClient.newHttpClient();

    private AnalyticsProcess(EmbeddedIssuer issuer, ServiceProcess process, RunningService service) {
        this.issuer = issuer;
        this.process = process;
        this.service = service;
    }

    static AnalyticsProcess start(String bootstrap, Path stateDir) throws Exception {
        return start(bootstrap, stateDir, "30s");
    }

    /** The same with another bound for counting that stands still. */
    static AnalyticsProcess start(String bootstrap, Path stateDir, String stallAfter) throws Exception {
        EmbeddedIssuer issuer = EmbeddedIssuer.temporary();
        Settings settings = Settings.of(Map.of(
                "analytics.port",
                "0",
                "management.port",
                "0",
                "tokens.jwks",
                issuer.jwks().toString(),
                "kafka.bootstrap",
                bootstrap,
                "analytics.stateDir",
                stateDir.toString(),
                "analytics.stallAfter",
                stallAfter));
        ServiceProcess process =
                ServiceProcess.create(settings, VertxFactory.UNCLUSTERED, CLOCK).await(20, TimeUnit.SECONDS);
        RunningService service = process.start(new AnalyticsService(AnalyticsSettings.from(settings)))
                .await(20, TimeUnit.SECONDS);
        process.ready();
        return new AnalyticsProcess(issuer, process, service);
    }

    boolean isReady() {
        return process.context().health().readiness().await().ready();
    }

    int port() {
        return service.port();
    }

    String authorization(String listener, String scope) {
        return issuer.authorization(listener, CLOCK.instant().plusSeconds(600), scope);
    }

    /** A gauge without tags. */
    double gauge(String name) {
        return process.context().meters().get(name).gauge().value();
    }

    HttpResponse<String> get(String listener, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d%s".formatted(service.port(), path)))
                .timeout(Duration.ofSeconds(10))
                .header("Authorization", authorization(listener, "listen"))
                .build();
        return client.send(request, BodyHandlers.ofString());
    }

    /** Asks until the answer is as expected, for so long at most; returns the last answer. */
    JsonObject until(Duration bound, String listener, String path, Predicate<JsonObject> expected) throws Exception {
        long deadline = System.nanoTime() + bound.toNanos();
        JsonObject answer;
        do {
            HttpResponse<String> response = get(listener, path);
            answer = new JsonObject(response.body());
            if (response.statusCode() == 200 && expected.test(answer)) {
                return answer;
            }
            // Asking without a pause would take the processor from whom it asks.
            var _ = process.context().vertx().timer(20, TimeUnit.MILLISECONDS).await();
        } while (System.nanoTime() < deadline);
        throw new AssertionError("after %s the answer is still %s".formatted(bound, answer.encode()));
    }

    @Override
    public void close() {
        client.close();
        process.stop().await();
        issuer.close();
    }
}
