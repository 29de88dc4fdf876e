package dev.legato.metadata.importing;

import dev.legato.contracts.CatalogueAlbum;
import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.ImportedTrack.Artist;
import dev.legato.metadata.catalogue.CatalogueStore;
import dev.legato.metadata.catalogue.Kind;
import dev.legato.metadata.importing.TrackRows.Before;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes one track with the album and the artists it names, and what depends on them: other tracks of a renamed
 * album or artist are shown and found by the new name, and an album or artist that nothing names is removed. All that is
 * shown differently from then on is announced.
 */
final class TrackWriter {
    private final WriteTransaction transaction;
    private final CatalogueEvents events;
    private final Instant now;

    TrackWriter(WriteTransaction transaction, Instant now) {
        this.transaction = transaction;
        this.events = new CatalogueEvents(transaction, now);
        this.now = now;
    }

    Written put(ImportedTrack track) {
        String id = track.id().value();
        Buffer hash = ContentHash.of(track);
        transaction.lock(List.of(id));
        Optional<Before> before = TrackRows.read(transaction, id);
        if (before.isPresent() && before.get().contentHash().equals(hash)) {
            return before.get().available() ? Written.nothing(Outcome.UNCHANGED) : availability(before.get(), id, true);
        }
        Map<String, Artist> named = artists(track);
        Set<String> albums = new TreeSet<>(Set.of(track.album().id()));
        Set<String> artists = new TreeSet<>(named.keySet());
        before.ifPresent(earlier -> {
            albums.add(earlier.album());
            artists.addAll(earlier.artists());
        });
        lock(albums, artists);

        Map<String, CatalogueAlbum> shown = shown(albums);
        Set<String> renamed = ArtistRows.put(transaction, named.values());
        boolean albumChanged = AlbumRows.put(transaction, track.album(), now);
        TrackRows.put(transaction, track, hash);
        Set<String> changed = new TreeSet<>(AlbumLoudness.update(transaction, albums));
        changed.addAll(AlbumYear.update(transaction, albums));

        Set<String> restated = new TreeSet<>(Set.of(id));
        restated.addAll(TrackRows.by(transaction, renamed));
        Set<String> rereadAlbums = new TreeSet<>(albums);
        rereadAlbums.addAll(AlbumRows.by(transaction, renamed));
        announce(restated, rereadAlbums, artists, shown);

        Set<String> reread = new TreeSet<>(restated);
        reread.addAll(TrackRows.on(transaction, changed));
        if (albumChanged) {
            reread.addAll(TrackRows.on(transaction, Set.of(track.album().id())));
        }
        return new Written(before.isPresent() ? Outcome.UPDATED : Outcome.CREATED, reread, rereadAlbums, artists);
    }

    /** Records that a track's file is missing, or back. */
    Written setAvailable(String id, boolean available) {
        transaction.lock(List.of(id));
        Optional<Before> before = TrackRows.read(transaction, id);
        if (before.isEmpty()) {
            return Written.nothing(Outcome.UNKNOWN);
        }
        return before.get().available() == available
                ? Written.nothing(Outcome.UNCHANGED)
                : availability(before.get(), id, available);
    }

    private Written availability(Before before, String id, boolean available) {
        Set<String> album = Set.of(before.album());
        transaction.lock(album);
        TrackRows.setUnavailable(transaction, id, available ? null : now);
        events.tracks(Set.of(id));
        events.albums(album);
        return new Written(Outcome.UPDATED, Set.of(id), album, Set.of());
    }

    /** @param evenIfAvailable else one that can be played counts as unknown */
    Written remove(String id, boolean evenIfAvailable) {
        transaction.lock(List.of(id));
        Optional<Before> before = TrackRows.read(transaction, id);
        if (before.isEmpty() || (before.get().available() && !evenIfAvailable)) {
            return Written.nothing(Outcome.UNKNOWN);
        }
        Set<String> albums = new TreeSet<>(Set.of(before.get().album()));
        Set<String> artists = new TreeSet<>(before.get().artists());
        lock(albums, artists);
        Map<String, CatalogueAlbum> shown = shown(albums);
        TrackRows.remove(transaction, id);
        events.removals(Set.of(id));
        Set<String> changed = new TreeSet<>(AlbumLoudness.update(transaction, albums));
        changed.addAll(AlbumYear.update(transaction, albums));
        Set<String> reread = new TreeSet<>(Set.of(id));
        reread.addAll(TrackRows.on(transaction, changed));
        announce(new TreeSet<>(), albums, artists, shown);
        return new Written(Outcome.REMOVED, reread, albums, artists);
    }

    /** Replaces an artist's other names. */
    Written putAliases(String artist, List<String> aliases) {
        transaction.lock(List.of(artist));
        if (!ArtistRows.putAliases(transaction, artist, aliases)) {
            return Written.nothing(Outcome.UNKNOWN);
        }
        events.artists(Set.of(artist));
        return new Written(Outcome.UPDATED, Set.of(), Set.of(), Set.of(artist));
    }

    /**
     * Removes what nothing names any more and announces the rest.
     *
     * @param tracks that read differently now; those of albums that do are added
     * @param before the albums that the write concerns, as they were
     */
    private void announce(
            Set<String> tracks, Set<String> albums, Set<String> artists, Map<String, CatalogueAlbum> before) {
        events.removals(AlbumRows.removeEmpty(transaction, albums));
        Set<String> restated = new TreeSet<>();
        shown(before.keySet()).forEach((id, now) -> {
            if (!looksAlike(before.get(id), now)) {
                restated.add(id);
            }
        });
        tracks.addAll(TrackRows.on(transaction, restated));
        Set<String> performers = new TreeSet<>(artists);
        performers.addAll(ArtistRows.on(transaction, restated));
        RowLocks.albums(transaction, albums);
        RowLocks.tracks(transaction, tracks);
        RowLocks.artists(transaction, performers);
        events.tracks(tracks);
        events.albums(albums);
        events.removals(ArtistRows.removeUnused(transaction, artists));
        events.artists(performers);
    }

    private Map<String, CatalogueAlbum> shown(Set<String> albums) {
        return new CatalogueStore(transaction.connection()).load(Kind.ALBUM, albums);
    }

    /** Whether an album's tracks show it as they did. */
    private static boolean looksAlike(@Nullable CatalogueAlbum one, CatalogueAlbum other) {
        return one != null
                && one.name().equals(other.name())
                && Objects.equals(one.year(), other.year())
                && one.artwork().equals(other.artwork())
                && Objects.equals(one.colour(), other.colour());
    }

    /** Locks albums, then artists, with those the albums are by. */
    private void lock(Set<String> albums, Set<String> artists) {
        transaction.lock(albums);
        artists.addAll(AlbumRows.artistsOf(transaction, albums));
        transaction.lock(artists);
    }

    /** Each artist the track names, once: by the name given first. */
    private static Map<String, Artist> artists(ImportedTrack track) {
        Map<String, Artist> artists = new LinkedHashMap<>();
        track.artists().forEach(artist -> artists.putIfAbsent(artist.id(), artist));
        track.album().artists().forEach(artist -> artists.putIfAbsent(artist.id(), artist));
        return artists;
    }
}
