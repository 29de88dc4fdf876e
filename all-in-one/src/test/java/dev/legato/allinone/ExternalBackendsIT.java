package dev.legato.allinone;

import static dev.legato.allinone.Api.eventually;
import static dev.legato.allinone.Api.expect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.SharedBackends;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code up} on PostgreSQL, Redis and Kafka that others run: none of its own is started, all goes through theirs. */
class ExternalBackendsIT {
    @TempDir
    private Path folder;

    @Test
    void up_allBackendsExternal_playsAndStartsNoneOfItsOwn() throws Exception {
        Path data = folder.resolve("data");
        try (LegatoProcess legato = LegatoProcess.up(
                        data,
                        Tones.create(folder.resolve("music")),
                        Map.of(
                                "LEGATO_POSTGRES_URI", SharedBackends.postgres().toString(),
                                "LEGATO_REDIS_URI", SharedBackends.redis().toString(),
                                "LEGATO_KAFKA_BOOTSTRAP", SharedBackends.kafka()));
                HttpClient client = HttpClient.newHttpClient()) {
            legato.awaitLine(line -> line.contains("imported"));
            Api listener = Api.anonymous(client, legato.gateway()).signedUp("guest@example.org");
            String track = listener.firstFound("middle c", "track").getString("id");
            expect(202, listener.post("/v1/events", Heard.wholly(track)));
            JsonObject stats = eventually(
                    () -> expect(200, listener.get("/v1/tracks/" + track + "/stats")),
                    answer -> answer.getInteger("plays") == 1);
            assertEquals(1, stats.getInteger("plays"));
            for (String own : List.of("postgres", "redis", "kafka")) {
                assertTrue(Files.notExists(data.resolve(own)), own + " was started");
            }
            assertEquals(0, legato.stop() & ~(128 + 15), "stops on SIGTERM");
        }
    }

    @Test
    void up_externalPostgresMissing_saysWhichAndStops() throws Exception {
        try (LegatoProcess legato = LegatoProcess.up(
                folder.resolve("data"),
                folder,
                Map.of("LEGATO_POSTGRES_URI", "postgresql://legato:secret@127.0.0.1:1/legato"))) {
            String said = legato.awaitLine(line -> line.startsWith("legato: PostgreSQL at"));
            assertTrue(said.contains("127.0.0.1:1") && said.contains("LEGATO_POSTGRES_URI"), said);
            assertFalse(said.contains("secret"), said);
            assertNotEquals(0, legato.awaitExit());
        }
    }
}
