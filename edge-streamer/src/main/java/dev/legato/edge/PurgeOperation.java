package dev.legato.edge;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.legato.edge.cache.Purge;
import dev.legato.runtime.json.InvalidJsonException;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.management.ManagementOperations;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /cache/purge} on the management port. Whoever asks proves by {@code Authorization: Bearer KEY} that it may.
 *
 * <pre>
 *   {"urls": ["/audio/3f0c/aac-160.m4a"], "prefixes": ["/audio/3f0c/"], "tags": ["album-7"], "soft": true}
 *   {"purged": 12}
 * </pre>
 */
final class PurgeOperation implements ManagementOperations.Operation {
    static final String PATH = "/cache/purge";

    private static final int MAX_ITEMS = 1000;
    private static final String BEARER = "Bearer ";

    private final byte[] key;
    private final Function<Purge, Future<Integer>> purge;
    private final Function<String, String> cacheKey;
    private final Function<String, String> keyPrefix;

    /**
     * What is asked for.
     *
     * @param urls targets as clients send them, without signatures
     * @param prefixes beginnings of such targets
     */
    record Request(
            @JsonProperty("urls") @Nullable List<String> urls,
            @JsonProperty("prefixes") @Nullable List<String> prefixes,
            @JsonProperty("tags") @Nullable List<String> tags,
            @JsonProperty("soft") @Nullable Boolean soft) {}

    /**
     * @param key that clients have to know
     * @param purge carries it out and returns how many responses it found
     * @param cacheKey turns a target into a cache key; throws an IllegalArgumentException if it is none of this edge's
     * @param keyPrefix does the same with the beginning of a target
     */
    PurgeOperation(
            String key,
            Function<Purge, Future<Integer>> purge,
            Function<String, String> cacheKey,
            Function<String, String> keyPrefix) {
        this.key = (BEARER + key).getBytes(StandardCharsets.UTF_8);
        this.purge = purge;
        this.cacheKey = cacheKey;
        this.keyPrefix = keyPrefix;
    }

    @Override
    public Future<?> run(HttpServerRequest request, Buffer body) {
        String given = Objects.requireNonNullElse(request.getHeader("authorization"), "");
        if (!MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), key)) {
            return Future.failedFuture(
                    Problem.unauthorized("Send Authorization: Bearer with the edge.cache.purgeKey."));
        }
        Purge what;
        try {
            what = purge(Json.readStrictly(body.getBytes(), Request.class));
        } catch (InvalidJsonException e) {
            return Future.failedFuture(Problem.invalid(e.field(), e.detail()));
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(Problem.invalid("urls", String.valueOf(e.getMessage())));
        }
        int items = what.keys().size() + what.prefixes().size() + what.tags().size();
        if (items == 0 || items > MAX_ITEMS) {
            return Future.failedFuture(Problem.invalid(
                    "urls", "%d URLs, prefixes and tags (expected: 1 to %d)".formatted(items, MAX_ITEMS)));
        }
        return purge.apply(what).map(purged -> Map.of("purged", purged));
    }

    private Purge purge(@Nullable Request request) {
        return request == null
                ? new Purge(List.of(), List.of(), List.of(), false)
                : new Purge(
                        all(request.urls(), cacheKey),
                        all(request.prefixes(), keyPrefix),
                        all(request.tags(), tag -> tag),
                        Boolean.TRUE.equals(request.soft()));
    }

    private static List<String> all(@Nullable List<String> items, Function<String, String> form) {
        return items == null ? List.of() : items.stream().map(form).toList();
    }
}
