package dev.legato.recommend;

import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.http.HttpSettings;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves recommend-api. */
final class RecommendVerticle extends VerticleBase {
    private static final int DRAIN_SECONDS = 10;

    private final HttpSettings http;
    private final TokenVerifier tokens;
    private final RecommendHandler handler;
    private volatile @Nullable HttpServer server;

    RecommendVerticle(HttpSettings http, TokenVerifier tokens, RecommendHandler handler) {
        this.http = http;
        this.tokens = tokens;
        this.handler = handler;
    }

    @Override
    public Future<?> start() {
        return new ApiServer(vertx, http, tokens, "recommend")
                .on("getSimilarTracks", handler::similar)
                .on("getRecommendations", handler::recommendations)
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
