package dev.legato.runtime.http;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list over the wire, {@code {"items": […], "next": "/v1/…" | null}}.
 *
 * @param next the path of the next page, or null on the last
 */
public record Page<T>(List<T> items, @Nullable String next) {
    public Page {
        items = List.copyOf(items);
    }
}
