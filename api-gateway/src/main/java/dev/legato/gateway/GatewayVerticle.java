package dev.legato.gateway;

import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.auth.TokenVerifier;
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

/** The gateway's port and its life. */
final class GatewayVerticle extends VerticleBase {
    private static final int DRAIN_SECONDS = 10;

    private final GatewaySettings settings;
    private final ServiceContext services;
    private final RateLimiter limiter;
    private final Map<Upstream, UpstreamProxy> proxies = new EnumMap<>(Upstream.class);
    private @Nullable ApiDocs docs;
    private @Nullable HttpServer server;

    GatewayVerticle(GatewaySettings settings, ServiceContext services, RateLimiter limiter) {
        this.settings = settings;
        this.services = services;
        this.limiter = limiter;
    }

    @Override
    public Future<?> start() {
        settings.upstreams()
                .forEach((upstream, base) ->
                        proxies.put(upstream, new UpstreamProxy(vertx, upstream, base, settings.upstreamTimeout())));
        docs = new ApiDocs(vertx, settings.upstreams());
        FrontDoor door = new FrontDoor(
                proxies,
                new TokenVerifier(vertx, settings.tokens(), services.clock()),
                limiter,
                settings.http().mostBodyBytes(),
                settings.trustForwardedFor());
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
                .listen()
                .onSuccess(listening -> server = listening);
    }

    @Override
    public Future<?> stop() {
        List<Future<Void>> closing = new ArrayList<>();
        proxies.values().forEach(proxy -> closing.add(proxy.close()));
        if (docs != null) {
            closing.add(docs.close());
        }
        Future<Void> drained =
                server == null ? Future.succeededFuture() : server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
        return drained.eventually(() -> Future.join(closing));
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
