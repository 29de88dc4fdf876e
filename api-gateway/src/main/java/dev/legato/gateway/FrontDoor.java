package dev.legato.gateway;

import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.Problem;
import dev.legato.runtime.http.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The order in which a request is checked: its route, its size, its token, its caller's share; then it is forwarded. */
final class FrontDoor {
    private final Map<Upstream, UpstreamProxy> proxies;
    private final TokenVerifier tokens;
    private final RateLimiter limiter;
    private final long mostBodyBytes;
    private final boolean trustForwardedFor;

    FrontDoor(
            Map<Upstream, UpstreamProxy> proxies,
            TokenVerifier tokens,
            RateLimiter limiter,
            long mostBodyBytes,
            boolean trustForwardedFor) {
        this.proxies = Map.copyOf(proxies);
        this.tokens = tokens;
        this.limiter = limiter;
        this.mostBodyBytes = mostBodyBytes;
        this.trustForwardedFor = trustForwardedFor;
    }

    void handle(RoutingContext context) {
        HttpServerRequest request = context.request();
        Optional<Route> route = Route.of(context.normalizedPath());
        if (route.isEmpty()) {
            context.fail(404);
            return;
        }
        @Nullable ProblemException refusal = refuseBody(request);
        if (refusal != null) {
            context.fail(refusal);
            return;
        }
        String address = callerAddress(request);
        request.pause();
        var _ = caller(request, route.get())
                .onSuccess(account -> {
                    if (limiter.tryAcquire(account.orElse(address))) {
                        var upstream = proxies.get(route.get().upstream());
                        if (upstream != null) {
                            upstream.forward(context, address);
                        }
                    } else {
                        refuse(context, tooMany());
                    }
                })
                .onFailure(failure -> refuse(context, failure));
    }

    private static void refuse(RoutingContext context, Throwable failure) {
        context.request().resume();
        context.fail(failure);
    }

    /** The account a valid token names; empty without a token where none is needed. */
    private Future<Optional<String>> caller(HttpServerRequest request, Route route) {
        @Nullable String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (!route.needsToken()) {
            return Future.succeededFuture(Optional.empty());
        }
        return tokens.verify(authorization).map(caller -> Optional.of(caller.account()));
    }

    private @Nullable ProblemException refuseBody(HttpServerRequest request) {
        if (request.headers().contains(HttpHeaders.TRANSFER_ENCODING)) {
            return new ProblemException(new Problem(
                    "urn:legato:problem:length-required",
                    "Length required",
                    411,
                    "Send the body with a Content-Length, not chunked.",
                    "Content-Length"));
        }
        @Nullable String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        // The codec has refused a Content-Length that is no number.
        if (length != null && Long.parseLong(length) > mostBodyBytes) {
            return new ProblemException(new Problem(
                    "urn:legato:problem:content-too-large",
                    "Content too large",
                    413,
                    "length: %s bytes (expected: <= %d)".formatted(length, mostBodyBytes),
                    "Content-Length"));
        }
        return null;
    }

    private String callerAddress(HttpServerRequest request) {
        @Nullable String forwarded = trustForwardedFor ? request.getHeader("X-Forwarded-For") : null;
        return forwarded == null
                ? request.remoteAddress().hostAddress()
                : forwarded.substring(forwarded.lastIndexOf(',') + 1).strip();
    }

    private static ProblemException tooMany() {
        return Problem.tooManyRequests(
                "You have sent too many requests in %d seconds.".formatted(RateLimiter.WINDOW.toSeconds()));
    }
}
