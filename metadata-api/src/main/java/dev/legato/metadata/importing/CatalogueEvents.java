package dev.legato.metadata.importing;

import dev.legato.contracts.CatalogueAlbum;
import dev.legato.contracts.CatalogueArtist;
import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.Topics;
import dev.legato.metadata.catalogue.CatalogueStore;
import dev.legato.metadata.catalogue.Kind;
import dev.legato.metadata.catalogue.Track;
import dev.legato.runtime.postgres.Outbox;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** Publishes the catalogue's entries to other services, through the outbox of the write's transaction. */
final class CatalogueEvents {
    private static final String SOURCE = "/metadata-api";

    private final WriteTransaction transaction;
    private final CatalogueStore store;
    private final Instant now;

    CatalogueEvents(WriteTransaction transaction, Instant now) {
        this.transaction = transaction;
        this.store = new CatalogueStore(transaction.connection());
        this.now = now;
    }

    /** Adds one event per track, as the transaction sees it. */
    void tracks(Collection<String> ids) {
        store.load(Kind.TRACK, ids).values().stream()
                .map(Track::readSide)
                .forEach(track -> add(CatalogueTrack.TYPE, track.id().value(), track));
    }

    /** The same for albums. */
    void albums(Collection<String> ids) {
        store.load(Kind.ALBUM, ids).values().forEach(album -> add(CatalogueAlbum.TYPE, album.id(), album));
    }

    /** The same for artists. */
    void artists(Collection<String> ids) {
        store.load(Kind.ARTIST, ids).values().forEach(artist -> add(CatalogueArtist.TYPE, artist.id(), artist));
    }

    /** Adds a tombstone per entry that was removed. */
    void removals(Collection<String> ids) {
        ids.forEach(id ->
                Outbox.add(transaction.connection(), Topics.CATALOGUE, id, null).await());
    }

    private void add(String type, String id, Object data) {
        Outbox.add(
                        transaction.connection(),
                        Topics.CATALOGUE,
                        id,
                        CloudEvent.of(UUID.randomUUID().toString(), SOURCE, type, id, now, data))
                .await();
    }
}
