package dev.legato.runtime.http;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.UUID;
import java.util.regex.Pattern;

/** Gives each request an id: the caller's {@code X-Request-Id} if it is a plain word, else a new one. */
public final class RequestId implements Handler<RoutingContext> {
    /** The header that carries it, in requests and answers. */
    public static final String HEADER = "X-Request-Id";

    private static final String KEY = "legato.request-id";
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._-]{8,64}");

    @Override
    public void handle(RoutingContext context) {
        var _ = of(context);
        context.next();
    }

    /** The caller's id if it is a plain word, else a new one. */
    public static String choose(HttpServerRequest request) {
        String given = request.getHeader(HEADER);
        return given != null && PLAIN.matcher(given).matches()
                ? given
                : UUID.randomUUID().toString();
    }

    /** The id of a request, the same each time; the response says it too. */
    public static String of(RoutingContext context) {
        String known = context.get(KEY);
        if (known != null) {
            return known;
        }
        String id = choose(context.request());
        context.put(KEY, id);
        context.response().putHeader(HEADER, id);
        return id;
    }
}
