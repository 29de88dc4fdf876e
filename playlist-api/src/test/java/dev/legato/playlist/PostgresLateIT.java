package dev.legato.playlist;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.health.Health.Readiness;
import dev.legato.runtime.settings.Settings;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** playlist-api starts before PostgreSQL; Kafka's host does not exist at all. */
final class PostgresLateIT {
    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private final EmbeddedIssuer issuer = EmbeddedIssuer.temporary();
    private ServiceProcess process;

    @BeforeEach
    void start() throws Exception {
        process = ServiceProcess.create(
                        Settings.of(Map.of("management.port", "0")), VertxFactory.UNCLUSTERED, Clock.systemUTC())
                .await(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        process.stop().await(60, TimeUnit.SECONDS);
        postgres.close();
        issuer.close();
    }

    @Test
    void start_postgresDown_waitsAndComesUp() throws Exception {
        postgres.kill();
        Future<RunningService> starting = serve(postgres.uri().toString());
        Readiness waiting = awaitReadiness(r -> r.dependencies().containsKey("playlist.postgres"));
        assertFalse(waiting.ready());
        assertEquals("down: not reached yet", waiting.dependencies().get("playlist.postgres"));
        assertFalse(starting.isComplete());
        postgres.restart();
        var _ = starting.await(60, TimeUnit.SECONDS);
        process.ready();
        Readiness up = awaitReadiness(Readiness::ready);
        assertEquals("up", up.dependencies().get("playlist.postgres"));
        assertTrue(up.dependencies().get("playlist.kafka").startsWith("down"), up.toString());
    }

    @Test
    void start_wrongPassword_saysSoAndWaits() throws Exception {
        Future<RunningService> starting = serve(postgres.uri().toString().replaceFirst(":[0-9a-f]+@", ":wrong@"));
        Readiness waiting = awaitReadiness(r -> r.dependencies().containsKey("playlist.postgres"));
        assertEquals(
                "down: refuses the credentials or has no such database",
                waiting.dependencies().get("playlist.postgres"));
        assertFalse(starting.isComplete());
    }

    private Future<RunningService> serve(String uri) {
        Settings settings = Settings.of(Map.of(
                "playlist.port",
                "0",
                "postgres.uri",
                uri,
                "kafka.bootstrap",
                "kafka.invalid:9092",
                "tokens.jwks",
                issuer.jwks().toString()));
        return process.start(new PlaylistService(PlaylistSettings.from(settings)));
    }

    private Readiness awaitReadiness(Predicate<Readiness> wished) throws Exception {
        return eventually(() -> process.context().health().readiness().await(), wished);
    }
}
