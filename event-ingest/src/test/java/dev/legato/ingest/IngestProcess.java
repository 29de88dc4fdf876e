package dev.legato.ingest;

import static dev.legato.testing.Eventually.eventually;

import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.Answer;
import dev.legato.testing.ApiClient;
import dev.legato.testing.Call;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Event-ingest as it runs in a process, and a player that talks to it. */
final class IngestProcess implements AutoCloseable {
    private static final String EVENTS = "/v1/events";
    private static final Clock CLOCK = Clock.systemUTC();

    private final EmbeddedIssuer issuer;
    private final ServiceProcess process;
    private final RunningService service;
    private final ApiClient client;

    private IngestProcess(EmbeddedIssuer issuer, ServiceProcess process, RunningService service) {
        this.issuer = issuer;
        this.process = process;
        this.service = service;
        this.client = new ApiClient(service.port());
    }

    /** Without a journal, unless the settings say otherwise. */
    static IngestProcess start(Map<String, String> more) throws Exception {
        EmbeddedIssuer issuer = EmbeddedIssuer.temporary();
        Map<String, String> values = new HashMap<>(Map.of("ingest.journalEnabled", "false"));
        values.putAll(more);
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

    Answer post(String listener, JsonObject batch) {
        return client.send(call(listener, batch));
    }

    Answer post(String authorization, String type, String body) {
        Call call = Call.of("POST", EVENTS).body(type, body);
        return client.send(authorization.isEmpty() ? call : call.with("Authorization", authorization));
    }

    CompletableFuture<Answer> postLater(String listener, JsonObject batch) {
        return client.sendAsync(call(listener, batch));
    }

    private Call call(String listener, JsonObject batch) {
        return Call.post(EVENTS, batch).with("Authorization", authorization(listener, "streaming"));
    }

    boolean isReady() {
        return process.context().health().readiness().await().ready();
    }

    /** Waits until it is ready, or no longer. */
    void awaitReady(boolean wished) throws Exception {
        eventually(() -> isReady() == wished);
    }

    @Override
    public void close() {
        client.close();
        process.stop().timeout(30, TimeUnit.SECONDS).await();
        issuer.close();
    }
}
