package dev.legato.metadata.importing;

import dev.legato.contracts.ImportedTrack;
import dev.legato.contracts.ImportedTrack.Artist;
import dev.legato.metadata.importing.AlbumRows.Change;
import dev.legato.metadata.importing.TrackRows.Before;
import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Writes one track with the album and the artists it names, and what depends on them: other tracks of a renamed
 * album or artist are shown and found by the new name, and an album or artist that nothing names is removed.
 */
final class TrackWriter {
    private final WriteTransaction transaction;
    private final Instant now;

    TrackWriter(WriteTransaction transaction, Instant now) {
        this.transaction = transaction;
        this.now = now;
    }

    Written put(ImportedTrack track) {
        String id = track.id().value();
        Buffer hash = ContentHash.of(track);
        transaction.lock(List.of(id));
        Optional<Before> before = TrackRows.read(transaction, id);
        if (before.isPresent() && before.get().contentHash().equals(hash)) {
            return before.get().available() ? Written.nothing(Outcome.UNCHANGED) : availability(id, true);
        }
        Map<String, Artist> named = artists(track);
        Set<String> albums = new TreeSet<>(Set.of(track.album().id()));
        Set<String> artists = new TreeSet<>(named.keySet());
        before.ifPresent(earlier -> {
            albums.add(earlier.album());
            artists.addAll(earlier.artists());
        });
        lock(albums, artists);

        Set<String> renamed = ArtistRows.put(transaction, named.values());
        Change album = AlbumRows.put(transaction, track.album(), now);
        TrackRows.put(transaction, track, hash);
        Set<String> changed = new TreeSet<>(AlbumLoudness.update(transaction, albums));
        changed.addAll(AlbumYear.update(transaction, albums));

        Set<String> rereadAlbums = new TreeSet<>(albums);
        rereadAlbums.addAll(AlbumRows.by(transaction, renamed));
        Set<String> renamedAlbums = new TreeSet<>(SearchTexts.updateAlbums(transaction, rereadAlbums));
        if (album == Change.NAME) {
            renamedAlbums.add(track.album().id());
        }
        Set<String> announced = new TreeSet<>(Set.of(id));
        announced.addAll(TrackRows.on(transaction, renamedAlbums));
        announced.addAll(TrackRows.by(transaction, renamed));
        SearchTexts.updateTracks(transaction, announced);
        CatalogueEvents.add(transaction, announced, now);
        removeUnused(albums, artists);

        Set<String> reread = new TreeSet<>(announced);
        reread.addAll(TrackRows.on(transaction, changed));
        if (album != Change.NONE) {
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
        return before.get().available() == available ? Written.nothing(Outcome.UNCHANGED) : availability(id, available);
    }

    private Written availability(String id, boolean available) {
        TrackRows.setUnavailable(transaction, id, available ? null : now);
        CatalogueEvents.add(transaction, Set.of(id), now);
        return new Written(Outcome.UPDATED, Set.of(id), Set.of(), Set.of());
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
        TrackRows.remove(transaction, id);
        Set<String> changed = new TreeSet<>(AlbumLoudness.update(transaction, albums));
        changed.addAll(AlbumYear.update(transaction, albums));
        Set<String> reread = new TreeSet<>(Set.of(id));
        reread.addAll(TrackRows.on(transaction, changed));
        CatalogueEvents.addRemoval(transaction, id);
        removeUnused(albums, artists);
        return new Written(Outcome.REMOVED, reread, albums, artists);
    }

    /** Locks albums, then artists, with those the albums are by. */
    private void lock(Set<String> albums, Set<String> artists) {
        transaction.lock(albums);
        artists.addAll(AlbumRows.artistsOf(transaction, albums));
        transaction.lock(artists);
    }

    private void removeUnused(Set<String> albums, Set<String> artists) {
        AlbumRows.removeEmpty(transaction, albums);
        ArtistRows.removeUnused(transaction, artists);
    }

    /** Each artist the track names, once: by the name given first. */
    private static Map<String, Artist> artists(ImportedTrack track) {
        Map<String, Artist> artists = new LinkedHashMap<>();
        track.artists().forEach(artist -> artists.putIfAbsent(artist.id(), artist));
        track.album().artists().forEach(artist -> artists.putIfAbsent(artist.id(), artist));
        return artists;
    }
}
