package dev.legato.contracts;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A change of a playlist, the data of a {@code dev.legato.playlist.*} event on {@link Topics#LIBRARY}: the playlist after it,
 * and the entries that were added, moved or removed.
 *
 * @param owner an account's id
 * @param trackCount how many entries the playlist has
 * @param version grows by one with every change; of two events the one with the greater version is the later
 * @param entries in their order; empty if the change is not one of entries
 */
public record LibraryEvent(
        String playlistId,
        String owner,
        String name,
        @Nullable String description,
        int trackCount,
        long version,
        List<Item> entries) {
    public LibraryEvent {
        Values.require("playlistId", playlistId);
        ContentId.require("playlistId", playlistId);
        Word.require("owner", owner);
        Values.require("name", name);
        Values.requireWithin("trackCount", trackCount, Integer.MAX_VALUE);
        Values.requireWithin("version", version, Long.MAX_VALUE);
        Values.require("entries", entries);
        entries = List.copyOf(entries);
    }

    /** An entry of the playlist; a track may have several. */
    public record Item(String entryId, TrackId trackId) {
        public Item {
            Values.require("entryId", entryId);
            ContentId.require("entryId", entryId);
            Values.require("trackId", trackId);
        }
    }

    /** What was changed. */
    public enum Type {
        CREATED,
        UPDATED,
        DELETED,
        ITEMS_ADDED,
        ITEMS_MOVED,
        ITEMS_REMOVED;

        /** The type of its events, such as {@code dev.legato.playlist.items-added}. */
        public String eventType() {
            return "dev.legato.playlist." + name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Its event's id, the same each time that it is sent. */
    public String eventId() {
        return playlistId + ":" + version;
    }
}
