package dev.legato.gateway;

import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.MalformedRequests;
import dev.legato.runtime.http.ProblemRenderer;
import dev.legato.runtime.http.RequestId;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.handler.CorsHandler;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves the gateway. */
final class GatewayVerticle extends VerticleBase {
    /** A body takes up to 30 s by default, the head of an answer 10 s; the process has 40 s to stop. */
    private static final int DRAIN_SECONDS = 35;

    private static final long MAX_HELD_BYTES = 64L << 20;
    static final long MAX_HELD_BYTES_PER_NETWORK = 8L << 20;

    private final GatewaySettings settings;
    private final ServiceContext services;
    private final RateLimiter limiter;
    private final Map<Upstream, UpstreamProxy> proxies = new EnumMap<>(Upstream.class);
    private @Nullable ApiDocs docs;
    private volatile @Nullable HttpServer server;

    GatewayVerticle(GatewaySettings settings, ServiceContext services, RateLimiter limiter) {
        this.settings = settings;
        this.services = services;
        this.limiter = limiter;
    }

    @Override
    public Future<?> start() {
        Shares memory = new Shares(MAX_HELD_BYTES, MAX_HELD_BYTES_PER_NETWORK);
        settings.upstreams()
                .forEach((upstream, base) -> proxies.put(
                        upstream, new UpstreamProxy(vertx, upstream, base, settings.upstreamTimeout(), memory)));
        docs = new ApiDocs(vertx, settings.upstreams(), System::nanoTime);
        TokenVerifier tokens = new TokenVerifier(vertx, settings.tokens(), services.clock());
        services.health().requires("keys", tokens::check);
        FrontDoor door = new FrontDoor(vertx, settings, proxies, tokens, limiter, memory);
        Router router = Router.router(vertx);
        router.route().handler(new RequestId());
        router.route().handler(cors());
        router.route().handler(context -> {
            context.response().putHeader("X-Content-Type-Options", "nosniff");
            context.next();
        });
        docs.install(router);
        router.route().handler(door::handle);
        new ProblemRenderer().install(router);
        return vertx.createHttpServer(settings.http().serverOptions())
                .requestHandler(router)
                .invalidRequestHandler(new MalformedRequests())
                .listen()
                .map(listening -> server = listening);
    }

    @Override
    public Future<?> stop() {
        Future<Void> drained =
                server == null ? Future.succeededFuture() : server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
        // Only then: requests under way still need the upstreams.
        return drained.eventually(this::closeClients);
    }

    private Future<?> closeClients() {
        List<Future<Void>> closing = new ArrayList<>();
        proxies.values().forEach(proxy -> closing.add(proxy.close()));
        if (docs != null) {
            closing.add(docs.close());
        }
        return Future.join(closing);
    }

    /** Where it listens, once started. */
    int port() {
        return server == null ? -1 : server.actualPort();
    }

    /** Any page may call: tokens travel in a header of their own, never in a cookie. */
    private static CorsHandler cors() {
        return CorsHandler.create()
                .allowedMethods(Set.of(
                        HttpMethod.GET,
                        HttpMethod.HEAD,
                        HttpMethod.POST,
                        HttpMethod.PUT,
                        HttpMethod.PATCH,
                        HttpMethod.DELETE))
                .allowedHeaders(Set.of(
                        "Authorization",
                        "Content-Type",
                        "If-Match",
                        "If-None-Match",
                        "Idempotency-Key",
                        RequestId.HEADER))
                .exposedHeaders(Set.of("ETag", "Location", "Retry-After", RequestId.HEADER))
                .maxAgeSeconds(86_400);
    }
}
