package dev.legato.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import dev.legato.contracts.ImportedTrack;
import dev.legato.embedded.SharedBackends;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a caching edge is told of an import. */
@Timeout(180)
class EdgePurgeIT {
    private static final String KEY = "the purge key of the edge";

    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<JsonObject> purges = new LinkedBlockingQueue<>();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile int toRefuse;

    @AfterEach
    void close() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void writes_arePurgedOnTheEdge_alsoAfterItWasDown() throws Exception {
        ImportedTrack track = Music.track("Neu!", "Neu! 75", "Hero", 1);
        String audio = "/audio/%s/".formatted(track.id());
        String cover = "/artwork/%s/".formatted(track.album().id());
        toRefuse = 2;
        try (CatalogueUnderTest catalogue = new CatalogueUnderTest(Map.of(
                "kafka.bootstrap",
                SharedBackends.kafka(),
                "metadata.purge.edges",
                "http://127.0.0.1:" + edge().actualPort(),
                "metadata.purge.key",
                KEY))) {
            assertEquals(201, catalogue.put(track).status());
            awaitPurge(true, audio, cover);
            assertEquals(2, refusals.get());
            assertEquals(200, catalogue.setAvailable(track, false).status());
            awaitPurge(true, audio, cover);
            assertEquals(
                    204, catalogue.delete("/internal/v1/tracks/" + track.id()).status());
            awaitPurge(false, audio, cover);
        }
    }

    private JsonObject next() throws InterruptedException {
        @Nullable JsonObject purge = purges.poll(60, TimeUnit.SECONDS);
        assertNotNull(purge, "no purge came");
        return purge;
    }

    /** Waits until all prefixes were purged, with one request or several: events of one write may come in parts. */
    private void awaitPurge(boolean soft, String... prefixes) throws InterruptedException {
        Set<Object> missing = new HashSet<>(List.of(prefixes));
        while (!missing.isEmpty()) {
            JsonObject purge = next();
            if (purge.getBoolean("soft") == soft) {
                missing.removeAll(purge.getJsonArray("prefixes").getList());
            }
        }
    }

    private HttpServer edge() throws Exception {
        return vertx.createHttpServer()
                .requestHandler(request -> request.body().onSuccess(body -> answer(request, body)))
                .listen(0, "127.0.0.1")
                .await(30, TimeUnit.SECONDS);
    }

    private void answer(HttpServerRequest request, Buffer body) {
        boolean right =
                request.path().equals("/cache/purge") && ("Bearer " + KEY).equals(request.getHeader("authorization"));
        if (right && toRefuse > 0) {
            toRefuse--;
            refusals.incrementAndGet();
            var _ = request.response().setStatusCode(503).end();
            return;
        }
        if (right) {
            purges.add(body.toJsonObject());
        }
        var _ = request.response().setStatusCode(right ? 200 : 400).end("{\"purged\": 1}");
    }
}
