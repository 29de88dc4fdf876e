package dev.legato.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.ImportedTrack;
import dev.legato.metadata.CatalogueUnderTest.Answer;
import dev.legato.runtime.health.Health;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kafka is down in each of these. */
final class StoresDownIT {
    @TempDir
    private Path folder;

    private CatalogueUnderTest catalogue;
    private final ImportedTrack track = Music.track("Portishead", "Dummy", "Roads");

    @BeforeEach
    void start() throws Exception {
        // However busy the machine: a store that is up is waited for.
        catalogue = new CatalogueUnderTest(folder, Map.of("metadata.cachePatience", "20s"));
        assertEquals(201, catalogue.put(track).status());
    }

    @AfterEach
    void stop() {
        catalogue.close();
    }

    @Test
    void redisDown_nobodyNotices() {
        String before = catalogue.get("/v1/tracks/" + track.id()).response().body();
        catalogue.redis().close();
        for (int request = 0; request < 20; request++) {
            Answer answer = catalogue.get("/v1/tracks/" + track.id());
            assertEquals(200, answer.status(), answer.response().body());
            assertEquals(before, answer.response().body());
        }
        ImportedTrack renamed = Music.track(track.id().value(), "Rhodes", 1, track.album(), track.artists());
        assertEquals(200, catalogue.put(renamed).status());
        assertEquals("Rhodes", catalogue.get("/v1/tracks/" + track.id()).json().getString("name"));
        assertEquals(200, catalogue.search("rhodes", "").status());

        catalogue.health().enter(Health.State.RUNNING);
        Health.Readiness readiness = catalogue.health().readiness().await();
        assertTrue(readiness.ready(), readiness.toString());
        assertEquals("up", readiness.dependencies().get("postgres"));
        assertTrue(readiness.dependencies().get("redis").startsWith("down"), readiness.toString());
    }

    @Test
    void postgresDown_whatIsCachedGoesOn() {
        String before = catalogue.get("/v1/tracks/" + track.id()).response().body();
        // The mark of the write keeps the entry out of the cache at first.
        await(() -> catalogue.isCached(track.id().value()));
        catalogue.postgres().close();
        assertEquals(
                before, catalogue.get("/v1/tracks/" + track.id()).response().body());
        assertEquals(
                200, catalogue.get("/v1/tracks/" + track.id() + "/playback").status());
        Answer search = catalogue.search("roads", "");
        assertEquals(503, search.status(), search.response().body());
        assertEquals("1", search.header("Retry-After"));
        assertEquals(
                503,
                catalogue.put(Music.track("Portishead", "Dummy", "Strangers")).status());
    }

    private void await(java.util.function.BooleanSupplier condition) {
        for (int look = 0; look < 200 && !condition.getAsBoolean(); look++) {
            catalogue
                    .vertx()
                    .timer(100, java.util.concurrent.TimeUnit.MILLISECONDS)
                    .await();
        }
        assertTrue(condition.getAsBoolean());
    }
}
