package dev.legato.runtime.http;

import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operation answers.
 *
 * @param headers by name
 * @param body written as JSON; null for none
 */
public record Reply(
        int status, Map<String, String> headers, @Nullable Object body) {
    public Reply {
        headers = Map.copyOf(headers);
    }

    public static Reply ok(Object body) {
        return new Reply(200, Map.of(), body);
    }

    public static Reply created(URI location, Object body) {
        return new Reply(201, Map.of("Location", location.toString()), body);
    }

    public static Reply accepted(Object body) {
        return new Reply(202, Map.of(), body);
    }

    public static Reply noContent() {
        return new Reply(204, Map.of(), null);
    }

    public Reply header(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, more, body);
    }

    /**
     * With an entity tag. A {@code GET} whose {@code If-None-Match} has it is answered 304 without the body.
     *
     * @param tag quoted, {@code "v7"} or {@code W/"v7"}
     */
    public Reply etag(String tag) {
        return header("ETag", tag);
    }

    /** Any cache may keep it this long. */
    public Reply publicFor(Duration age) {
        return header("Cache-Control", "public, max-age=" + age.toSeconds());
    }

    /** Only the caller's own cache may keep it, and must ask again each time. */
    public Reply privateAlwaysAsk() {
        return header("Cache-Control", "private, no-cache");
    }
}
