package dev.legato.search.recent;

import dev.legato.contracts.ContentId;
import dev.legato.contracts.Excerpt;
import dev.legato.runtime.problem.Problem;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A result that a listener picked.
 *
 * @param query as it was typed
 * @param position of the result in its list, from 1
 * @param kind {@code track}, {@code album} or {@code artist}
 */
record Pick(String query, int position, String kind, String id) {
    private static final int MAX_QUERY_CHARACTERS = 200;
    private static final int MAX_POSITION = 1_000;
    private static final Set<String> KINDS = Set.of("track", "album", "artist");

    /** As a client sends it. */
    record Sent(
            @Nullable String query,
            @Nullable Integer position,
            @Nullable String kind,
            @Nullable String id) {}

    /** @throws dev.legato.runtime.problem.ProblemException 400, naming the first member that does not fit */
    static Pick of(Sent sent) {
        String query = sent.query() == null ? "" : sent.query().strip().toLowerCase(Locale.ROOT);
        int characters = query.codePointCount(0, query.length());
        if (query.isEmpty() || characters > MAX_QUERY_CHARACTERS) {
            throw Problem.invalid(
                    "query",
                    "%d characters (expected: 1 to %d, not only blanks)".formatted(characters, MAX_QUERY_CHARACTERS));
        }
        Integer position = sent.position();
        if (position == null || position < 1 || position > MAX_POSITION) {
            throw Problem.invalid("position", "%s (expected: 1 to %d)".formatted(position, MAX_POSITION));
        }
        String kind = sent.kind();
        if (kind == null || !KINDS.contains(kind)) {
            throw Problem.invalid(
                    "kind",
                    "%s (expected: track, album or artist)".formatted(kind == null ? "missing" : Excerpt.of(kind)));
        }
        String id = sent.id();
        if (id == null || !ContentId.isValid(id)) {
            throw Problem.invalid(
                    "id",
                    "%s (expected: the id of what was picked)".formatted(id == null ? "missing" : Excerpt.of(id)));
        }
        return new Pick(query, position, kind, id);
    }
}
