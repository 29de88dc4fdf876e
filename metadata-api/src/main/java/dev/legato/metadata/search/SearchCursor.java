package dev.legato.metadata.search;

import dev.legato.runtime.http.Cursor;
import dev.legato.runtime.http.Cursor.Part;
import java.util.Arrays;

/**
 * A search's last hit.
 *
 * @param exact how many hits before and with it were found without looking for similar words
 * @param score of the hit within its stage, higher is better
 */
public record SearchCursor(Stage stage, int exact, int score, String sortName, String id) {
    /**
     * Reads a cursor.
     *
     * @throws IllegalArgumentException if no search has made it
     */
    public static SearchCursor parse(String text) {
        var parts = Cursor.parse(text, Part.TEXT, Part.INTEGER, Part.INTEGER, Part.TEXT, Part.ID)
                .parts();
        return new SearchCursor(
                stage(parts.get(0)),
                Integer.parseInt(parts.get(1)),
                Integer.parseInt(parts.get(2)),
                parts.get(3),
                parts.get(4));
    }

    private static Stage stage(String name) {
        return Arrays.stream(Stage.values())
                .filter(stage -> stage.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a cursor this service has given out"));
    }

    /** The form on the wire. */
    public Cursor cursor() {
        return Cursor.of(stage.name(), Integer.toString(exact), Integer.toString(score), sortName, id);
    }
}
