package dev.legato.runtime.http;

import dev.legato.contracts.Excerpt;
import dev.legato.runtime.auth.Caller;
import dev.legato.runtime.json.InvalidJsonException;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.links.HostField;
import dev.legato.runtime.net.TrustedProxies;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One request of an operation, its parts parsed strictly: what does not fit ends as a {@link Problem}. */
public final class Request {
    /** No page has more items. */
    public static final int MAX_ITEMS = 50;

    private static final Pattern IDEMPOTENCY_KEY = Pattern.compile("[\\x21-\\x7e]{1,128}");

    private final RoutingContext context;
    private final Query query;
    private final @Nullable Caller caller;

    Request(RoutingContext context, Query query, @Nullable Caller caller) {
        this.context = context;
        this.query = query;
        this.caller = caller;
    }

    /** Who calls; only in operations that need a token. */
    public Caller caller() {
        if (caller == null) {
            throw new IllegalStateException("the contract lets anyone call this operation");
        }
        return caller;
    }

    /** Who calls, where a token may come but need not. */
    public Optional<Caller> callerIfAny() {
        return Optional.ofNullable(caller);
    }

    /** A path parameter, parsed; one that does not parse names nothing, so it is 404. */
    public <T> T path(String name, Function<String, T> parse) {
        try {
            return parse.apply(context.pathParam(name));
        } catch (IllegalArgumentException e) {
            throw Problem.notFound(String.valueOf(e.getMessage()));
        }
    }

    /** A query parameter that the contract declares, if given. */
    public Optional<String> query(String name) {
        return query.value(name);
    }

    /** The same, parsed; one that does not parse is a problem of that parameter. */
    public <T> Optional<T> query(String name, Function<String, T> parse) {
        return query(name).map(text -> {
            try {
                return parse.apply(text);
            } catch (IllegalArgumentException e) {
                throw Query.invalid(name, "%s: %s".formatted(Excerpt.of(text), e.getMessage()));
            }
        });
    }

    /** The {@code limit} parameter: how many items a page may have, 1 to {@value #MAX_ITEMS}. */
    public int limit(int fallback) {
        return query("limit", text -> {
                    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > MAX_ITEMS) {
                        throw new IllegalArgumentException("expected: 1 to " + MAX_ITEMS);
                    }
                    return Integer.parseInt(text);
                })
                .orElse(fallback);
    }

    public Optional<String> header(String name) {
        return Optional.ofNullable(context.request().getHeader(name));
    }

    /** A cookie's value; empty if there is none, or several of the name, of which at most one can be ours. */
    public Optional<String> cookie(String name) {
        var cookies = context.request().cookies(name);
        return cookies.size() == 1 ? Optional.of(cookies.iterator().next().getValue()) : Optional.empty();
    }

    /** The path and query as they came. */
    public String target() {
        return context.request().uri();
    }

    /** The host that the client asked for; see {@link HostField}. */
    public Optional<String> host() {
        return HostField.of(context.request());
    }

    /** The same with its port, {@code host[:port]}. */
    public Optional<String> authority() {
        return HostField.authority(context.request());
    }

    /** The {@code Idempotency-Key} header, if given: 1 to 128 visible ASCII characters. */
    public Optional<String> idempotencyKey() {
        return header("Idempotency-Key").map(key -> {
            if (!IDEMPOTENCY_KEY.matcher(key).matches()) {
                throw Problem.invalid("Idempotency-Key", "expected: 1 to 128 visible ASCII characters");
            }
            return key;
        });
    }

    /**
     * Finds the address the request came from, through our own proxies.
     *
     * @return empty if one of our proxies does not say for whom it asks
     */
    public Optional<String> remoteAddress(TrustedProxies proxies) {
        var request = context.request();
        return proxies.caller(
                request.remoteAddress().hostAddress(), request.headers().getAll("X-Forwarded-For"));
    }

    /** The body read as a record. */
    public <T> T body(Class<T> type) {
        Buffer body = bodyBytes();
        try {
            T value = Json.readStrictly(body.getBytes(), type);
            if (value == null) {
                throw Problem.invalid("body", "null (expected: a JSON object)");
            }
            return value;
        } catch (InvalidJsonException e) {
            throw Problem.invalid(e.field(), e.detail());
        }
    }

    /** The body read as an HTML form, {@code application/x-www-form-urlencoded}; see {@link Form}. */
    public Form form() {
        return Form.parse(header("Content-Type").orElse(""), WholeBody.of(context));
    }

    /** A member of the body, parsed; one that is missing or does not parse is a problem of that member. */
    public static <T> T member(String name, @Nullable String text, Function<String, T> parse) {
        if (text == null) {
            throw Problem.invalid(name, "missing (expected: a text)");
        }
        try {
            return parse.apply(text);
        } catch (IllegalArgumentException e) {
            throw Problem.invalid(name, String.valueOf(e.getMessage()));
        }
    }

    /** The body as it came. */
    public Buffer bodyBytes() {
        Buffer body = WholeBody.of(context);
        if (body == null || body.length() == 0) {
            throw Problem.invalid("body", "empty (expected: a JSON object)");
        }
        return body;
    }

    /** The request's id, the same in logs, problems and upstream requests. */
    public String id() {
        return RequestId.of(context);
    }
}
