package dev.legato.metadata.search;

import dev.legato.runtime.http.Cursor;

/**
 * A search's last hit.
 *
 * @param exact how many hits before and with it were found without looking for similar words
 * @param score of the hit within its stage, higher is better
 */
public record SearchCursor(Stage stage, int exact, int score, String sortName, String id) {
    private static final int PARTS = 5;

    /**
     * Reads a cursor.
     *
     * @throws IllegalArgumentException if it is not one of ours
     */
    public static SearchCursor parse(String text) {
        var parts = Cursor.parse(text, PARTS).parts();
        return new SearchCursor(
                Stage.valueOf(parts.get(0)),
                Integer.parseInt(parts.get(1)),
                Integer.parseInt(parts.get(2)),
                parts.get(3),
                parts.get(4));
    }

    public String encoded() {
        return Cursor.of(stage.name(), Integer.toString(exact), Integer.toString(score), sortName, id)
                .encoded();
    }
}
