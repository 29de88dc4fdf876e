package dev.legato.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.MeterLabels;
import dev.legato.testing.OddRequests;
import dev.legato.testing.RawHttp;
import io.vertx.core.http.HttpServer;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** No label of a process has a value that a client made up. */
final class MetersIT {
    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "CONNECT", "TRACE", "other");
    private static final int ROUND = 50;

    private ServiceProcess process;
    private HttpServer server;

    @BeforeEach
    void start() throws Exception {
        process = ServiceProcess.create(
                        Settings.of(Map.of("management.port", "0")), VertxFactory.UNCLUSTERED, Clock.systemUTC())
                .await(30, TimeUnit.SECONDS);
        var verifier = new TokenVerifier(
                process.context().vertx(),
                new TokenSettings(
                        URI.create("http://localhost:8080"), "legato", URI.create("file:///nowhere/jwks.json"), null),
                Clock.systemUTC());
        HttpSettings settings = new HttpSettings("127.0.0.1", 0, 1_000, Duration.ofSeconds(10));
        server = new ApiServer(process.context().vertx(), settings, verifier, "greeting")
                .on("greet", _ -> Reply.ok(Map.of()))
                .on("keep", _ -> Reply.ok(Map.of()))
                .on("fail", _ -> Reply.ok(Map.of()))
                .on("wait", _ -> {
                    throw Problem.unavailable("Not now.");
                })
                .listen()
                .await(10, TimeUnit.SECONDS);
    }

    @AfterEach
    void stop() throws Exception {
        process.stop().await(30, TimeUnit.SECONDS);
    }

    @Test
    void series_afterOddRequests_areTheSame() throws Exception {
        round(0);
        Set<String> before = MeterLabels.series(process.context().meters());
        round(ROUND);
        assertEquals(before, MeterLabels.series(process.context().meters()));
    }

    @Test
    void labels_afterOddRequests_areOfClosedSets() throws Exception {
        round(0);
        Map<String, Set<String>> labels = MeterLabels.of(process.context().meters());
        assertTrue(
                METHODS.containsAll(labels.get("method")), labels.get("method").toString());
        labels.get("code").forEach(code -> assertTrue(code.matches("[1-5]\\d\\d"), code));
        Set<String> ours = Set.of("method", "code", "pool_name", "pool_type");
        Set<String> ofTheJvm = Set.of("action", "area", "cause", "gc", "id", "state");
        labels.keySet().forEach(name -> assertTrue(ours.contains(name) || ofTheJvm.contains(name), labels::toString));
    }

    private void round(int from) throws Exception {
        OddRequests.send(server.actualPort(), from, ROUND, "/v1/greetings/ada");
        OddRequests.send(process.managementPort(), from, ROUND, "/health/live");
        try (RawHttp http = new RawHttp(server.actualPort())) {
            for (String path : new String[] {"/v1/faults", "/v1/waits"}) {
                var _ = http.send("GET", path, Map.of(), new byte[0]);
            }
        }
    }
}
