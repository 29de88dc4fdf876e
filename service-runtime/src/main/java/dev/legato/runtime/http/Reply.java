package dev.legato.runtime.http;

import dev.legato.contracts.Sha256;
import dev.legato.runtime.json.Json;
import io.vertx.core.buffer.Buffer;
import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an operation answers.
 *
 * @param headers by name
 * @param body written as JSON, with {@code Content-Type: application/json} unless the headers have another; an
 *     {@link Html} and {@link Bytes} as they are; null for none
 */
public record Reply(
        int status, Map<String, String> headers, @Nullable Object body) {
    private static final int TAG_BYTES = 12;

    /** A document of {@code text/html}. */
    public record Html(String text) {}

    /** Bytes of the media type that the header {@code Content-Type} names. */
    public record Bytes(Buffer bytes) {}

    public Reply {
        headers = Map.copyOf(headers);
    }

    public static Reply ok(Object body) {
        return new Reply(200, Map.of(), body);
    }

    /** 200 with an entity tag of the body, which only the caller's own cache may keep and must ask again each time. */
    public static Reply tagged(Object body) {
        byte[] hash = Sha256.of(Json.write(body));
        return ok(body).etag('"' + HexFormat.of().formatHex(hash, 0, TAG_BYTES) + '"')
                .privateAlwaysAsk();
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

    /**
     * A page, 200, {@code text/html} in UTF-8.
     *
     * @param html the whole document, escaped already
     */
    public static Reply html(String html) {
        return new Reply(200, Map.of(), new Html(html));
    }

    /** 303: sends the browser on to another page with {@code GET} (RFC 9110 §15.4.4). */
    public static Reply redirect(URI location) {
        return new Reply(303, Map.of("Location", location.toString()), null);
    }

    /** With another status. */
    public Reply status(int other) {
        return new Reply(other, headers, body);
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
