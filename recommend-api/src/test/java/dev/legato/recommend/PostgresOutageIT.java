package dev.legato.recommend;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.ContentId;
import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.embedded.PostgresOutage;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** PostgreSQL breaks under recommend-api. Kafka is down all the time. */
final class PostgresOutageIT {
    private final Vertx vertx = Vertx.vertx();
    private final Health health = new Health();
    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private final EmbeddedIssuer issuer = EmbeddedIssuer.temporary();
    private final HttpClient http = HttpClient.newHttpClient();
    private RunningService service;

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
                "127.0.0.1:1"));
        service = new RecommendService(RecommendSettings.from(settings))
                .start(new ServiceContext(vertx, health, new SimpleMeterRegistry(), Clock.systemUTC()))
                .await(120, TimeUnit.SECONDS);
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
    void readiness_withoutPostgres_isFalseUntilItIsBack() {
        await(this::isReady);
        postgres.kill();
        await(() -> !isReady());
        postgres.restart();
        await(this::isReady);
    }

    private boolean isReady() {
        return health.readiness().await().ready();
    }

    private HttpResponse<?> get(String path) throws Exception {
        String bearer =
                issuer.authorization("clara", Clock.systemUTC().instant().plusSeconds(600), "listen");
        return http.send(
                HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + service.port() + path))
                        .timeout(Duration.ofSeconds(30))
                        .header("Authorization", bearer)
                        .build(),
                BodyHandlers.ofString());
    }

    private void await(BooleanSupplier condition) {
        for (int look = 0; look < 200 && !condition.getAsBoolean(); look++) {
            vertx.timer(100, TimeUnit.MILLISECONDS).await();
        }
        assertTrue(condition.getAsBoolean());
    }
}
