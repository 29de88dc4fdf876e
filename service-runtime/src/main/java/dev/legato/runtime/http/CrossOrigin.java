package dev.legato.runtime.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Lets pages of certain origins call operations and read the answers, errors included (CORS, the Fetch standard §3.3). No
 * credentials of the browser's are allowed: tokens travel in headers.
 */
final class CrossOrigin implements Handler<RoutingContext> {
    private static final int MAX_CHARACTERS = 256;

    private final Predicate<String> origins;

    /** @param origins which may call; asked on the verticle's thread */
    CrossOrigin(Predicate<String> origins) {
        this.origins = origins;
    }

    @Override
    public void handle(RoutingContext context) {
        HttpServerResponse response = context.response().putHeader(HttpHeaders.VARY, HttpHeaders.ORIGIN);
        @Nullable String origin = context.request().getHeader(HttpHeaders.ORIGIN);
        if (origin == null || !isOrigin(origin)) {
            context.next();
            return;
        }
        // While the test waits, a body would arrive that nobody reads yet. Whoever reads it resumes the request.
        HttpServerRequest request = context.request().pause();
        var _ = context.addEndHandler(_ -> request.resume());
        if (!origins.test(origin)) {
            context.next();
            return;
        }
        response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_ORIGIN, origin)
                .putHeader(
                        HttpHeaders.ACCESS_CONTROL_EXPOSE_HEADERS,
                        "DPoP-Nonce, Retry-After, WWW-Authenticate, " + RequestId.HEADER);
        boolean preflight = request.method().equals(HttpMethod.OPTIONS)
                && request.headers().contains(HttpHeaders.ACCESS_CONTROL_REQUEST_METHOD);
        if (preflight) {
            var _ = response.putHeader(HttpHeaders.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST")
                    .putHeader(
                            HttpHeaders.ACCESS_CONTROL_ALLOW_HEADERS,
                            "Authorization, Content-Type, DPoP, " + RequestId.HEADER)
                    .putHeader(HttpHeaders.ACCESS_CONTROL_MAX_AGE, "600")
                    .setStatusCode(204)
                    .end();
        } else {
            context.next();
        }
    }

    private static boolean isOrigin(String text) {
        return text.length() <= MAX_CHARACTERS && text.chars().allMatch(c -> c > ' ' && c <= '~');
    }
}
