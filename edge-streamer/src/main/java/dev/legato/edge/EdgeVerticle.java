package dev.legato.edge;

import dev.legato.edge.guard.ConnectionWatch;
import dev.legato.edge.guard.Gate;
import dev.legato.edge.guard.GatedServer;
import dev.legato.edge.guard.TrustedPeers;
import dev.legato.edge.lane.Lanes;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The edge on one event loop: the server and its routes. Stopping lets streams under way finish. */
final class EdgeVerticle extends VerticleBase {
    private final HttpServerOptions options;
    private final EdgeRoutes routes;
    private final Lanes lanes;
    private final Gate gate;
    private final TrustedPeers trusted;
    private final Duration drain;
    private @Nullable HttpServer server;

    EdgeVerticle(
            HttpServerOptions options,
            EdgeRoutes routes,
            Lanes lanes,
            Gate gate,
            TrustedPeers trusted,
            Duration drain) {
        this.options = options;
        this.routes = routes;
        this.lanes = lanes;
        this.gate = gate;
        this.trusted = trusted;
        this.drain = drain;
    }

    @Override
    public Future<?> start() {
        server = GatedServer.create(vertx, options, gate)
                .connectionHandler(this::install)
                .invalidRequestHandler(routes::refuseMalformed)
                .requestHandler(routes);
        return server.listen();
    }

    private void install(HttpConnection connection) {
        ConnectionWatch watch = Lanes.watch(connection);
        if (watch != null && trusted.hasCertificate(connection)) {
            watch.trust();
        }
        lanes.install(connection);
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(drain.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Makes new connections use other TLS options; false if they are the same. */
    Future<Boolean> useTls(ServerSSLOptions tls) {
        return Objects.requireNonNull(server).updateSSLOptions(tls, true);
    }

    /** The port it listens on, once started. */
    int port() {
        return server == null ? -1 : server.actualPort();
    }
}
