package dev.legato.search.index;

import java.util.List;

/**
 * How a score came about, for operators.
 *
 * @param what was judged, in words
 * @param value what it contributed
 * @param parts what the value was computed from
 */
public record Explanation(String what, long value, List<Explanation> parts) {
    public Explanation {
        parts = List.copyOf(parts);
    }
}
