package dev.legato.ingest;

import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Event-ingest as it runs in a process, and a player that talks to it. */
final class IngestProcess implements AutoCloseable {
    private static final Clock CLOCK = Clock.systemUTC();

    private final EmbeddedIssuer issuer;
    private final ServiceProcess process;
    private final RunningService service;
    private final HttpClient client = HttpClient.newHttpClient();

    private IngestProcess(EmbeddedIssuer issuer, ServiceProcess process, RunningService service) {
        this.issuer = issuer;
        this.process = process;
        this.service = service;
    }

    static IngestProcess start(Map<String, String> more) throws Exception {
        EmbeddedIssuer issuer = EmbeddedIssuer.temporary();
        Map<String, String> values = new HashMap<>(more);
        values.putAll(Map.of(
                "ingest.port",
                "0",
                "management.port",
                "0",
                "tokens.jwks",
                issuer.jwks().toString()));
        Settings settings = Settings.of(values);
        ServiceProcess process =
                ServiceProcess.create(settings, VertxFactory.UNCLUSTERED, CLOCK).await(20, TimeUnit.SECONDS);
        RunningService service =
                process.start(new IngestService(IngestSettings.from(settings))).await(20, TimeUnit.SECONDS);
        process.ready();
        return new IngestProcess(issuer, process, service);
    }

    int port() {
        return service.port();
    }

    String authorization(String listener, String scope) {
        return issuer.authorization(listener, CLOCK.instant().plusSeconds(600), scope);
    }

    /** Events of these ids, all right. */
    static JsonObject batch(String... ids) {
        JsonArray events = new JsonArray();
        for (String id : ids) {
            events.add(new JsonObject()
                    .put("id", id)
                    .put("type", "progress")
                    .put("trackId", "3rv5c0mktq8w1zd94xgn7hfj2p")
                    .put("positionMs", 1_000)
                    .put("sessionId", "s1")
                    .put("at", CLOCK.instant().toString()));
        }
        return new JsonObject().put("events", events);
    }

    HttpResponse<String> post(String listener, JsonObject batch) throws IOException, InterruptedException {
        return post(authorization(listener, "listen"), "application/json", batch.encode());
    }

    HttpResponse<String> post(String authorization, String type, String body) throws IOException, InterruptedException {
        return client.send(request(authorization, type, body), BodyHandlers.ofString());
    }

    CompletableFuture<HttpResponse<String>> postLater(String listener, JsonObject batch) {
        return client.sendAsync(
                request(authorization(listener, "listen"), "application/json", batch.encode()),
                BodyHandlers.ofString());
    }

    boolean isReady() {
        return process.context().health().readiness().await().ready();
    }

    /** Waits until it is ready, or no longer; the test's time limit bounds it. */
    void awaitReady(boolean wished) {
        while (isReady() != wished) {
            process.context().vertx().timer(100, TimeUnit.MILLISECONDS).await();
        }
    }

    private HttpRequest request(String authorization, String type, String body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:%d/v1/events".formatted(service.port())))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", type)
                .POST(BodyPublishers.ofString(body));
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        return request.build();
    }

    @Override
    public void close() {
        client.close();
        process.stop().timeout(30, TimeUnit.SECONDS).await();
        issuer.close();
    }
}
