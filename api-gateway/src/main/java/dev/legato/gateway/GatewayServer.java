package dev.legato.gateway;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.Listener;
import dev.legato.runtime.http.MalformedRequests;
import dev.legato.runtime.http.ProblemRenderer;
import dev.legato.runtime.http.RequestId;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.CorsHandler;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The gateway's routes, and the ways to the services behind them. */
final class GatewayServer {
    private static final long MAX_HELD_BYTES = 64L << 20;
    static final long MAX_HELD_BYTES_PER_NETWORK = 8L << 20;

    /** Not the endpoints of OAuth, which know their clients' origins, and not the pages, which have cookies. */
    private static final String ANY_PAGE_MAY_CALL = "(?!/(account|device)(/|$)|/oauth2/(?!jwks\\.json$)).*";

    private final Vertx vertx;
    private final GatewaySettings settings;
    private final Map<LegatoService, UpstreamProxy> proxies = new EnumMap<>(LegatoService.class);
    private final ApiDocs docs;
    private final FrontDoor door;

    GatewayServer(Vertx vertx, GatewaySettings settings, TokenVerifier tokens, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        IdentityHeaders identity = new IdentityHeaders(settings.identity(), clock);
        Shares memory = new Shares(MAX_HELD_BYTES, MAX_HELD_BYTES_PER_NETWORK);
        settings.upstreams()
                .forEach((upstream, base) -> proxies.put(
                        upstream,
                        new UpstreamProxy(
                                vertx, upstream, base, settings.upstreamTimeout(), settings.tls(), identity, memory)));
        docs = new ApiDocs(vertx, settings.upstreams(), settings.tls(), System::nanoTime);
        door = new FrontDoor(vertx, settings, proxies, tokens, new RateLimiter(System::nanoTime), memory);
    }

    /** Binds the port. */
    Future<HttpServer> listen() {
        Router router = Router.router(vertx);
        router.route().handler(new RequestId());
        router.route().handler(GatewayServer::checkTarget);
        router.routeWithRegex(ANY_PAGE_MAY_CALL).handler(cors());
        router.route().handler(context -> {
            context.response().putHeader("X-Content-Type-Options", "nosniff");
            context.next();
        });
        docs.install(router);
        router.route().handler(door::handle);
        new ProblemRenderer().install(router);
        proxies.values().forEach(UpstreamProxy::watch);
        docs.watch();
        return Listener.listen(vertx, settings.http(), server -> server.requestHandler(router)
                .invalidRequestHandler(new MalformedRequests()));
    }

    /** Closes the connections to the services. */
    Future<?> close() {
        List<Future<Void>> closing = new ArrayList<>();
        proxies.values().forEach(proxy -> closing.add(proxy.close()));
        closing.add(docs.close());
        return Future.join(closing);
    }

    /** HTTP/2 carries any octet in a target; the services are asked by HTTP/1.1, whose codec takes these alone. */
    private static void checkTarget(RoutingContext context) {
        if (context.request().uri().chars().allMatch(c -> c > ' ' && c <= '~')) {
            context.next();
        } else {
            context.fail(Problem.invalid("path", "The request target has a character that must be percent-encoded."));
        }
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
                        "DPoP",
                        "If-Match",
                        "If-None-Match",
                        "Idempotency-Key",
                        RequestId.HEADER))
                .exposedHeaders(
                        Set.of("DPoP-Nonce", "ETag", "Location", "Retry-After", "WWW-Authenticate", RequestId.HEADER))
                .maxAgeSeconds(86_400);
    }
}
