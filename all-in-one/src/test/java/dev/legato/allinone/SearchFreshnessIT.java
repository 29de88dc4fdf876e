package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.ImportedTrack.Album;
import dev.legato.contracts.ImportedTrack.Artist;
import dev.legato.contracts.ImportedTrack.Rendition;
import dev.legato.contracts.LegatoService;
import dev.legato.contracts.Sha256;
import dev.legato.contracts.TrackId;
import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.Answer;
import dev.legato.testing.ApiClient;
import dev.legato.testing.Call;
import dev.legato.testing.Eventually;
import io.vertx.core.json.JsonObject;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** From a write to metadata-api, by PostgreSQL, the outbox and Kafka, to what search-api finds. */
final class SearchFreshnessIT {
    private static final Clock CLOCK = Clock.systemUTC();
    private static final int ROUNDS = 5;

    @TempDir
    private static Path folder;

    private static EmbeddedIssuer issuer;
    private static ServiceProcess process;
    private static ApiClient metadata;
    private static ApiClient search;

    @BeforeAll
    static void start() throws Exception {
        issuer = EmbeddedIssuer.temporary();
        Settings settings = Settings.of(Map.of(
                "metadata.port",
                "0",
                "search.port",
                "0",
                "management.port",
                "0",
                "search.indexFolder",
                folder.toString(),
                "postgres.uri",
                SharedBackends.postgres().toString(),
                "redis.uri",
                SharedBackends.redis().toString(),
                "kafka.bootstrap",
                SharedBackends.kafka(),
                "tokens.jwks",
                issuer.jwks().toString(),
                "links.edgeUrl",
                "https://edge.example.org",
                "links.keys",
                "k1:" + Base64.getEncoder().encodeToString(new byte[32])));
        process =
                ServiceProcess.create(settings, VertxFactory.UNCLUSTERED, CLOCK).await(20, TimeUnit.SECONDS);
        metadata = new ApiClient(started(LegatoService.METADATA, settings).port());
        search = new ApiClient(started(LegatoService.SEARCH, settings).port());
        process.ready();
        // The topics are made and followed.
        assertEquals(201, put(track("warm", "Warm up", "Warmer")).status());
        var _ = took(() -> names("track", "warm up").contains("Warm up"));
    }

    @AfterAll
    static void stop() throws Exception {
        metadata.close();
        search.close();
        process.stop().await(60, TimeUnit.SECONDS);
        issuer.close();
    }

    @Test
    void importRenameAliasAndRemoval_areFoundWithinASecond() throws Exception {
        List<Duration> waits = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            String title = "Quicksilver " + round;
            ImportedTrack track = track("track" + round, title, "Mercury");
            assertEquals(201, put(track).status());
            waits.add(took(() -> names("track", title).contains(title)));

            ImportedTrack renamed = track("track" + round, "Amalgam " + round, "Mercury");
            assertEquals(200, put(renamed).status());
            waits.add(took(() -> names("track", "amalgam").contains(renamed.name())
                    && !names("track", title).contains(title)));

            String alias = "Hydrargyrum" + round;
            assertEquals(
                    200,
                    metadata.send(Call.put(
                                            "/v1/artists/" + id("artist", "Mercury") + "/aliases",
                                            new JsonObject().put("aliases", List.of(alias)))
                                    .with("Authorization", authorization()))
                            .status());
            waits.add(took(() -> names("artist", alias).contains("Mercury")));

            assertEquals(
                    204,
                    metadata.send(Call.delete("/internal/v1/tracks/" + track.id())
                                    .with("Authorization", authorization()))
                            .status());
            waits.add(took(() -> !names("track", "amalgam").contains(renamed.name())
                    && names("artist", "mercury").isEmpty()));
        }
        Collections.sort(waits);
        Duration median = waits.get(waits.size() / 2);
        // The median, since a machine that does ten other things may hold a single one up.
        assertTrue(median.toMillis() <= 1_000, waits.toString());
    }

    @Test
    void found_isTheSameJsonAsTheCataloguesOwn() throws Exception {
        ImportedTrack track = track("same", "Mirrored", "Mirror");
        assertEquals(201, put(track).status());
        var _ = took(() -> names("track", "mirrored").contains("Mirrored"));
        for (String kind : List.of("track", "album", "artist")) {
            JsonObject found = page(kind, "mirror").getJsonArray("items").getJsonObject(0);
            JsonObject own = metadata.send(Call.get("/v1/" + kind + "s/" + found.getString("id"))
                            .with("Authorization", authorization()))
                    .json();
            assertEquals(own, found);
        }
    }

    private static RunningService started(LegatoService service, Settings settings) throws Exception {
        return process.start(Services.create(service, settings)).await(60, TimeUnit.SECONDS);
    }

    private static Duration took(Callable<Boolean> found) throws Exception {
        long begin = System.nanoTime();
        Eventually.eventually(found);
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    private static List<String> names(String kind, String query) {
        return Answer.each(page(kind, query).getJsonArray("items"), "name");
    }

    private static JsonObject page(String kind, String query) {
        Answer answer = search.send(
                Call.get("/v1/search?types=%s&q=%s".formatted(kind, URLEncoder.encode(query, StandardCharsets.UTF_8)))
                        .with("Authorization", authorization()));
        assertEquals(200, answer.status(), answer.body());
        return answer.json().getJsonObject(kind + "s");
    }

    private static Answer put(ImportedTrack track) {
        return metadata.send(Call.of("PUT", "/internal/v1/tracks/" + track.id())
                .json(new String(Json.write(track), StandardCharsets.UTF_8))
                .with("Authorization", authorization()));
    }

    private static String authorization() {
        return issuer.authorization("importer", CLOCK.instant().plusSeconds(600), "streaming", "catalogue-write");
    }

    private static ImportedTrack track(String key, String name, String artist) {
        TrackId track = new TrackId(id("track", key));
        Artist by = new Artist(id("artist", artist), artist);
        return new ImportedTrack(
                track,
                name,
                180_000,
                1,
                1,
                new Album(id("album", artist), artist + " Album", List.of(by), 2020, List.of(), null),
                List.of(by),
                List.of("rock"),
                false,
                null,
                List.of(new Rendition(
                        "original", track + "/original.flac", "audio/flac", 900_000, 1_000, "0".repeat(64), null)),
                null,
                null,
                null);
    }

    private static String id(String... parts) {
        return ContentId.of(Sha256.of(String.join("\0", parts).getBytes(StandardCharsets.UTF_8)));
    }
}
