package dev.legato.playlist;

import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.TrackId;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What others hear of a playlist's change: the playlist as it is now, and the entries that came, went or moved.
 *
 * @param owner an account's id
 * @param entries in their order; empty if the change is not one of entries
 */
record LibraryEvent(
        String playlistId,
        String owner,
        String name,
        @Nullable String description,
        int trackCount,
        long version,
        List<Item> entries) {
    private static final String SOURCE = "/playlist-api";

    LibraryEvent {
        entries = List.copyOf(entries);
    }

    /** An entry in an event. */
    record Item(String entryId, TrackId trackId) {}

    /** What happened; {@code dev.legato.playlist.items-added} and so on. */
    enum Type {
        CREATED,
        UPDATED,
        DELETED,
        ITEMS_ADDED,
        ITEMS_MOVED,
        ITEMS_REMOVED
    }

    /** The event of a playlist's version; its id is the same each time. */
    static CloudEvent<LibraryEvent> of(Type type, Playlist playlist, List<Item> entries) {
        return CloudEvent.of(
                playlist.id() + ":" + playlist.version(),
                SOURCE,
                "dev.legato.playlist." + type.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                playlist.id(),
                playlist.updatedAt(),
                new LibraryEvent(
                        playlist.id(),
                        playlist.owner(),
                        playlist.name(),
                        playlist.description(),
                        playlist.trackCount(),
                        playlist.version(),
                        entries));
    }
}
