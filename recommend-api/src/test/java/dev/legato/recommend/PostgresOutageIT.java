package dev.legato.recommend;

import static dev.legato.testing.Eventually.eventually;

import dev.legato.contracts.ContentId;
import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.embedded.PostgresOutage;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.ApiClient;
import dev.legato.testing.Call;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL breaks under recommend-api. Kafka is down all the time. */
final class PostgresOutageIT {
    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private final EmbeddedIssuer issuer = EmbeddedIssuer.temporary();
    private RunningService service;
    private ApiClient http;

    @BeforeEach
    void start() throws Exception {
        Settings settings = Settings.of(Map.of(
                "recommend.port",
                "0",
                "tokens.jwks",
                issuer.jwks().toString(),
                "postgres.uri",
                postgres.uri().toString(),
                "kafka.bootstrap",
                "127.0.0.1:1",
                // Closing waits for an attempt to reach it that is under way.
                "kafka.client.default.api.timeout.ms",
                "2000",
                "kafka.client.request.timeout.ms",
                "2000"));
        service = new RecommendService(RecommendSettings.from(settings))
                .start(new ServiceContext(vertx, health, new SimpleMeterRegistry(), Clock.systemUTC()))
                .await(120, TimeUnit.SECONDS);
        http = new ApiClient(service.port());
        health.enter(Health.State.RUNNING);
    }

    @AfterEach
    void stop() throws Exception {
        http.close();
        service.stop().await(60, TimeUnit.SECONDS);
        vertx.close().await(60, TimeUnit.SECONDS);
        issuer.close();
        postgres.close();
    }

    @Test
    void postgresFrozenKilledAndStarted_noRequestFailsOtherwiseThanWith503() throws Exception {
        String track = ContentId.random(new SplittableRandom(7));
        new PostgresOutage(
                        postgres,
                        Map.of(
                                "getSimilarTracks", () -> get("/v1/tracks/%s/similar".formatted(track)),
                                "getRecommendations", () -> get("/v1/me/recommendations")))
                .run();
    }

    @Test
    void readiness_withoutPostgres_isFalseUntilItIsBack() throws Exception {
        eventually(this::isReady);
        postgres.kill();
        eventually(() -> !isReady());
        postgres.restart();
        eventually(this::isReady);
    }

    private boolean isReady() {
        return health.readiness().await().ready();
    }

    private HttpResponse<?> get(String path) {
        String bearer =
                issuer.authorization("clara", Clock.systemUTC().instant().plusSeconds(600), "user-top-read");
        return http.send(Call.get(path).with("Authorization", bearer)).response();
    }
}
