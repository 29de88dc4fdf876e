package dev.legato.testing;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An HTTP request yet to be sent.
 *
 * @param path with its query
 * @param headers names and values in turn
 */
public record Call(String method, String path, Optional<String> body, List<String> headers) {
    private static final String CONTENT_TYPE = "Content-Type";

    public Call {
        headers = List.copyOf(headers);
    }

    public static Call get(String path) {
        return of("GET", path);
    }

    public static Call delete(String path) {
        return of("DELETE", path);
    }

    public static Call post(String path, JsonObject body) {
        return of("POST", path).json(body);
    }

    public static Call put(String path, JsonObject body) {
        return of("PUT", path).json(body);
    }

    public static Call patch(String path, JsonObject body) {
        return of("PATCH", path).json(body);
    }

    /** A request without a body. */
    public static Call of(String method, String path) {
        return new Call(method, path, Optional.empty(), List.of());
    }

    /** Gives it one more header. */
    public Call with(String header, String value) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        more.add(value);
        return new Call(method, path, body, more);
    }

    /** Gives it several, names and values in turn. */
    public Call with(String... more) {
        List<String> all = new ArrayList<>(headers);
        all.addAll(List.of(more));
        return new Call(method, path, body, all);
    }

    public Call json(JsonObject json) {
        return json(json.encode());
    }

    /** Gives it a body that is said to be JSON. */
    public Call json(String json) {
        return body("application/json", json);
    }

    public Call body(String type, String text) {
        return new Call(method, path, Optional.of(text), headers).with(CONTENT_TYPE, type);
    }
}
