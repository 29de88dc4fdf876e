package dev.legato.playlist;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A playlist over the wire. */
record PlaylistReply(
        String id,
        String name,
        @Nullable String description,
        Owner owner,
        int trackCount,
        long version,
        Instant createdAt,
        Instant updatedAt) {
    /** Its owner. */
    record Owner(String id) {}

    static PlaylistReply of(Playlist playlist) {
        return new PlaylistReply(
                playlist.id(),
                playlist.name(),
                playlist.description(),
                new Owner(playlist.owner()),
                playlist.trackCount(),
                playlist.version(),
                playlist.createdAt(),
                playlist.updatedAt());
    }
}
