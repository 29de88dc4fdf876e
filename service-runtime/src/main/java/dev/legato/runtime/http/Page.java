package dev.legato.runtime.http;

import java.util.List;
import java.util.function.Function;
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

    /**
     * A page of what was found from where it begins.
     *
     * @param found one more than the limit if another page follows
     * @param list the list's path with its parameters
     * @param cursor of an item, the last of a page
     */
    public static <T> Page<T> of(List<T> found, int limit, PagePath list, Function<? super T, Cursor> cursor) {
        return found.size() <= limit
                ? new Page<>(found, null)
                : of(found.subList(0, limit), list, cursor.apply(found.get(limit - 1)));
    }

    /** @param next where the next page begins, or null if this is the last */
    public static <T> Page<T> of(List<T> items, PagePath list, @Nullable Cursor next) {
        return new Page<>(
                items, next == null ? null : list.with("cursor", next.encoded()).toString());
    }

    /** The same page of other items. */
    public <W> Page<W> map(Function<? super T, ? extends W> wire) {
        return new Page<>(items.stream().<W>map(wire).toList(), next);
    }
}
