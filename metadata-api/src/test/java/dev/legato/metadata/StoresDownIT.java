package dev.legato.metadata;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.ImportedTrack;
import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.embedded.EmbeddedRedis;
import dev.legato.embedded.PostgresOutage;
import dev.legato.runtime.health.Health;
import dev.legato.testing.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Kafka is down in each of these. */
final class StoresDownIT {
    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private final EmbeddedRedis redis = EmbeddedRedis.temporary();
    private CatalogueUnderTest catalogue;
    private final ImportedTrack track = Music.track("Portishead", "Dummy", "Roads");

    @BeforeEach
    void start() throws Exception {
        // However busy the machine: a store that is up is waited for.
        catalogue = new CatalogueUnderTest(postgres.uri(), redis.uri(), Map.of("metadata.cachePatience", "20s"));
        assertEquals(201, catalogue.put(track).status());
    }

    @AfterEach
    void stop() {
        catalogue.close();
        redis.close();
        postgres.close();
    }

    @Test
    void redisDown_nobodyNotices() {
        String before = catalogue.get("/v1/tracks/" + track.id()).response().body();
        redis.close();
        for (int request = 0; request < 20; request++) {
            Answer answer = catalogue.get("/v1/tracks/" + track.id());
            assertEquals(200, answer.status(), answer.response().body());
            assertEquals(before, answer.response().body());
        }
        ImportedTrack renamed = Music.track(track.id().value(), "Rhodes", 1, track.album(), track.artists());
        assertEquals(200, catalogue.put(renamed).status());
        assertEquals("Rhodes", catalogue.get("/v1/tracks/" + track.id()).json().getString("name"));

        catalogue.health().enter(Health.State.RUNNING);
        Health.Readiness readiness = catalogue.health().readiness().await();
        assertTrue(readiness.ready(), readiness.toString());
        assertEquals("up", readiness.dependencies().get("postgres"));
        assertTrue(readiness.dependencies().get("redis").startsWith("down"), readiness.toString());
    }

    @Test
    void postgresDown_whatIsCachedGoesOn() throws Exception {
        String before = catalogue.get("/v1/tracks/" + track.id()).response().body();
        // The mark of the write keeps the entry out of the cache at first.
        eventually(() -> catalogue.isCached(track.id().value()));
        postgres.close();
        assertEquals(
                before, catalogue.get("/v1/tracks/" + track.id()).response().body());
        assertEquals(
                200, catalogue.get("/v1/tracks/" + track.id() + "/playback").status());
        Answer albums = catalogue.get("/v1/albums");
        assertEquals(503, albums.status(), albums.response().body());
        assertEquals("1", albums.header("Retry-After"));
        assertEquals(
                503,
                catalogue.put(Music.track("Portishead", "Dummy", "Strangers")).status());
    }

    @Test
    void postgresFrozenKilledAndStarted_noRequestFailsOtherwiseThanWith503() throws Exception {
        ImportedTrack gone = Music.track("Portishead", "Dummy", "Strangers");
        String path = "/v1/tracks/" + track.id();
        String album = "/v1/albums/" + track.album().id();
        String artist = "/v1/artists/" + track.artists().getFirst().id();
        new PostgresOutage(
                        postgres,
                        Map.ofEntries(
                                Map.entry("getTrack", () -> catalogue.get(path).response()),
                                Map.entry("getTracks", () -> catalogue
                                        .get("/v1/tracks?ids=%s,%s".formatted(track.id(), gone.id()))
                                        .response()),
                                Map.entry(
                                        "getPlayback",
                                        () -> catalogue.get(path + "/playback").response()),
                                Map.entry(
                                        "getLyrics",
                                        () -> catalogue.get(path + "/lyrics").response()),
                                Map.entry(
                                        "getAlbums",
                                        () -> catalogue.get("/v1/albums").response()),
                                Map.entry("getAlbum", () -> catalogue.get(album).response()),
                                Map.entry(
                                        "getAlbumTracks",
                                        () -> catalogue.get(album + "/tracks").response()),
                                Map.entry(
                                        "getArtist", () -> catalogue.get(artist).response()),
                                Map.entry(
                                        "getArtistAlbums",
                                        () -> catalogue.get(artist + "/albums").response()),
                                Map.entry(
                                        "getArtistAliases",
                                        () -> catalogue.get(artist + "/aliases").response()),
                                Map.entry("putArtistAliases", () -> catalogue
                                        .put(artist + "/aliases", "{\"aliases\": []}".getBytes(StandardCharsets.UTF_8))
                                        .response()),
                                Map.entry("putTrack", () -> catalogue.put(track).response()),
                                Map.entry("deleteTrack", () -> catalogue
                                        .delete("/internal/v1/tracks/" + gone.id())
                                        .response()),
                                Map.entry("putAvailability", () -> catalogue
                                        .setAvailable(track, true)
                                        .response()),
                                Map.entry("getUnavailableTracks", () -> catalogue
                                        .getAsImporter("/internal/v1/unavailable-tracks")
                                        .response()),
                                Map.entry("purgeTrack", () -> catalogue
                                        .delete("/internal/v1/unavailable-tracks/" + gone.id())
                                        .response())))
                .run();
    }

    @Test
    void readiness_withoutPostgres_isThatOfTheCache() throws Exception {
        catalogue.health().enter(Health.State.RUNNING);
        postgres.kill();
        eventually(() -> state("postgres").startsWith("down"));
        Health.Readiness cached = catalogue.health().readiness().await();
        assertTrue(cached.ready(), cached.toString());
        redis.close();
        eventually(() -> !catalogue.health().readiness().await().ready());
        postgres.restart();
        eventually(() -> catalogue.health().readiness().await().ready());
    }

    private String state(String dependency) {
        return catalogue.health().readiness().await().dependencies().get(dependency);
    }
}
