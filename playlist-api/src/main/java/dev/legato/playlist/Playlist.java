package dev.legato.playlist;

import java.text.Normalizer;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A playlist without its entries.
 *
 * @param owner an account's id
 * @param trackCount how many entries it has
 * @param version grows by one with every change, of the entries too
 * @param layout grows when the entries get new ranks without changing their order; a page's cursor depends on it
 */
record Playlist(
        String id,
        String owner,
        String name,
        @Nullable String description,
        int trackCount,
        long version,
        int layout,
        Instant createdAt,
        Instant updatedAt) {
    /** No playlist has more entries. */
    static final int MAX_ENTRIES = 10_000;

    static final int MAX_NAME_CHARACTERS = 100;
    static final int MAX_DESCRIPTION_CHARACTERS = 1_000;

    /** The strong entity tag of its current version. */
    String tag() {
        return "\"v%d\"".formatted(version);
    }

    Playlist named(String newName, @Nullable String newDescription) {
        return new Playlist(id, owner, newName, newDescription, trackCount, version, layout, createdAt, updatedAt);
    }

    /** Its next version. */
    Playlist changed(int newTrackCount, Instant now) {
        return new Playlist(id, owner, name, description, newTrackCount, version + 1, layout, createdAt, now);
    }

    Playlist renumbered() {
        return new Playlist(id, owner, name, description, trackCount, version, layout + 1, createdAt, updatedAt);
    }

    static String parseName(String text) {
        String name = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        requireLength(name, 1, MAX_NAME_CHARACTERS);
        if (name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a control character (expected: none)");
        }
        return name;
    }

    static String parseDescription(String text) {
        String description = Normalizer.normalize(text.strip(), Normalizer.Form.NFC);
        requireLength(description, 0, MAX_DESCRIPTION_CHARACTERS);
        if (description.chars().anyMatch(c -> Character.isISOControl(c) && c != '\n')) {
            throw new IllegalArgumentException("a control character (expected: none but line feeds)");
        }
        return description;
    }

    private static void requireLength(String text, int least, int most) {
        int length = text.codePointCount(0, text.length());
        if (length < least || length > most) {
            throw new IllegalArgumentException("length: %d (expected: %d to %d)".formatted(length, least, most));
        }
    }
}
