package dev.legato.analytics;

import static dev.legato.testing.Eventually.eventually;

import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.Answer;
import dev.legato.testing.ApiClient;
import dev.legato.testing.Call;
import io.vertx.core.json.JsonObject;
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
    private final ApiClient client;

    private AnalyticsProcess(EmbeddedIssuer issuer, ServiceProcess process, RunningService service) {
        this.issuer = issuer;
        this.process = process;
        this.service = service;
        this.client = new ApiClient(service.port());
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

    Answer get(String listener, String path) {
        return client.send(Call.get(path).with("Authorization", authorization(listener, "user-read-recently-played")));
    }

    /** Asks until the answer is as expected, for so long at most; returns the last answer. */
    JsonObject until(Duration bound, String listener, String path, Predicate<JsonObject> expected) throws Exception {
        return eventually(
                        bound,
                        () -> get(listener, path),
                        answer -> answer.status() == 200 && expected.test(answer.json()))
                .json();
    }

    @Override
    public void close() {
        client.close();
        process.stop().await();
        issuer.close();
    }
}
