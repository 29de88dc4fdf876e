package dev.legato.ingest;

import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.kafka.TopicSetup;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Serves event-ingest on one event loop, which owns all its state. It comes up without Kafka and answers 503 until
 * Kafka is there.
 */
final class IngestVerticle extends VerticleBase {
    private static final int DRAIN_SECONDS = 12;

    private final IngestSettings settings;
    private final TokenVerifier tokens;
    private final EventsHandler handler;
    private volatile @Nullable HttpServer server;

    IngestVerticle(IngestSettings settings, TokenVerifier tokens, EventsHandler handler) {
        this.settings = settings;
        this.tokens = tokens;
        this.handler = handler;
    }

    @Override
    public Future<?> start() {
        var _ = TopicSetup.eventually(vertx, () -> TopicSetup.ensure(settings.kafka()));
        return new ApiServer(vertx, settings.http(), tokens, "ingest")
                .onAsync("submitEvents", handler::submit)
                .listen()
                .map(listening -> server = listening);
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
    }

    /** Where it listens, once started. */
    int port() {
        return server == null ? -1 : server.actualPort();
    }
}
