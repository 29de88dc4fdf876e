package dev.legato.gateway;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.auth.Caller;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.net.AddressBlock;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a request is checked: its route, its size, its token, its caller's share; then its body is received
 * and it is forwarded.
 */
final class FrontDoor {
    /** How long the rest of a refused body is read, so that the client gets to read why it is refused. */
    private static final int LINGER_MS = 5_000;

    private final Vertx vertx;
    private final GatewaySettings settings;
    private final Map<LegatoService, UpstreamProxy> upstreams;
    private final TokenVerifier tokens;
    private final RateLimiter limiter;
    private final CallerLimits limits;
    private final Shares memory;

    /** @param memory what bodies may hold that are not forwarded yet */
    FrontDoor(
            Vertx vertx,
            GatewaySettings settings,
            Map<LegatoService, UpstreamProxy> upstreams,
            TokenVerifier tokens,
            RateLimiter limiter,
            Shares memory) {
        this.vertx = vertx;
        this.settings = settings;
        this.upstreams = Map.copyOf(upstreams);
        this.tokens = tokens;
        this.limiter = limiter;
        this.limits = new CallerLimits(settings.requestsPerWindow(), settings.requestsPerNetwork());
        this.memory = memory;
    }

    void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<Route> route = Route.of(context.normalizedPath());
        if (route.isEmpty()) {
            refuse(context, Problem.notFound("There is nothing at this path."));
            return;
        }
        @Nullable
        ProblemException refusal = RequestBody.refusal(request, settings.http().mostBodyBytes());
        if (refusal != null) {
            refuse(context, refusal);
            return;
        }
        UpstreamProxy upstream = upstreams.get(route.get().upstream());
        if (upstream == null) {
            throw new IllegalStateException("no upstream for " + route.get());
        }
        String address = callerAddress(request);
        String network =
                AddressBlock.ofSubscriber(address).map(AddressBlock::toString).orElse(address);
        request.pause();
        var _ = caller(request, route.get())
                .onSuccess(caller -> {
                    Duration wait = limiter.tryAcquire(limits.of(caller, network));
                    if (wait.isPositive()) {
                        refuse(context, tooMany(wait));
                    } else {
                        receive(context, upstream, address, network);
                    }
                })
                .onFailure(failure -> {
                    // A bad token costs a signature's check, so it counts for its network.
                    Duration wait = limiter.tryAcquire(limits.of(Optional.empty(), network));
                    refuse(context, wait.isPositive() ? tooMany(wait) : failure);
                });
    }

    private void receive(RoutingContext context, UpstreamProxy upstream, String address, String network) {
        if (context.response().closed()) {
            return; // the client left while its token was verified
        }
        RequestBody body = RequestBody.receive(
                vertx, context.request(), network, memory, settings.http().mostBodyBytes(), settings.bodyTimeout());
        var _ = context.addEndHandler(_ -> body.release());
        var _ = body.received()
                .onSuccess(bytes -> upstream.forward(new ReceivedRequest(context, bytes, address, network)))
                .onFailure(failure -> {
                    // Any other failure is the client's: it has disconnected.
                    if (failure instanceof ProblemException) {
                        refuse(context, failure);
                    }
                });
    }

    /** Answers, and closes the connection if the client keeps sending a body that is not read. */
    private void refuse(RoutingContext context, Throwable failure) {
        HttpServerRequest request = context.request();
        if (!request.isEnded()) {
            long timer = vertx.setTimer(LINGER_MS, _ -> {
                var _ = request.connection().close();
            });
            request.handler(_ -> {})
                    .endHandler(_ -> vertx.cancelTimer(timer))
                    .exceptionHandler(_ -> vertx.cancelTimer(timer))
                    .resume();
        }
        context.fail(failure);
    }

    /** Who a valid token speaks for; empty where none is needed. */
    private Future<Optional<Caller>> caller(HttpServerRequest request, Route route) {
        return route.needsToken() ? tokens.verify(request).map(Optional::of) : Future.succeededFuture(Optional.empty());
    }

    private String callerAddress(HttpServerRequest request) {
        String peer = request.remoteAddress().hostAddress();
        return settings.proxies()
                .caller(peer, request.headers().getAll("X-Forwarded-For"))
                .orElse(peer);
    }

    private static ProblemException tooMany(Duration wait) {
        return Problem.tooManyRequests(
                "You have sent too many requests in %d seconds.".formatted(RateLimiter.WINDOW.toSeconds()), wait);
    }
}
