package dev.legato.player;

import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.http.MalformedRequests;
import dev.legato.runtime.http.OtherMethods;
import dev.legato.runtime.http.ProblemRenderer;
import dev.legato.runtime.http.RequestId;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves the web player. Everything it serves is in memory, so it stays on its event loop. */
final class WebPlayerVerticle extends VerticleBase {
    private static final int DRAIN_SECONDS = 5;

    private final HttpSettings http;
    private final AssetHandler assets;
    private volatile @Nullable HttpServer server;

    WebPlayerVerticle(HttpSettings http, AssetHandler assets) {
        this.http = http;
        this.assets = assets;
    }

    @Override
    public Future<?> start() {
        Router router = Router.router(vertx);
        router.route().handler(new RequestId());
        router.route().method(HttpMethod.GET).method(HttpMethod.HEAD).handler(assets);
        router.route().handler(new OtherMethods(Set.of(HttpMethod.GET, HttpMethod.HEAD)));
        new ProblemRenderer().install(router);
        return vertx.createHttpServer(http.serverOptions())
                .requestHandler(router)
                .invalidRequestHandler(new MalformedRequests())
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
