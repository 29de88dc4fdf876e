package dev.legato.metadata.importing;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import dev.legato.metadata.catalogue.CatalogueStore;
import dev.legato.metadata.catalogue.Kind;
import dev.legato.metadata.catalogue.Named;
import dev.legato.metadata.catalogue.Track;
import dev.legato.runtime.postgres.Outbox;
import java.time.Instant;
import java.util.Collection;
import java.util.UUID;

/** Publishes tracks to other services, through the outbox of the write's transaction. */
final class CatalogueEvents {
    private static final String TYPE = "dev.legato.catalogue.track";
    private static final String SOURCE = "/metadata-api";

    private CatalogueEvents() {}

    /** One event a track, as the transaction sees it. */
    static void add(WriteTransaction transaction, Collection<String> tracks, Instant now) {
        new CatalogueStore(transaction.connection())
                .load(Kind.TRACK, tracks)
                .values()
                .forEach(track -> Outbox.add(
                                transaction.connection(),
                                Topics.CATALOGUE,
                                track.id(),
                                CloudEvent.of(UUID.randomUUID().toString(), SOURCE, TYPE, track.id(), now, wire(track)))
                        .await());
    }

    static void addRemoval(WriteTransaction transaction, String track) {
        Outbox.add(transaction.connection(), Topics.CATALOGUE, track, null).await();
    }

    private static CatalogueTrack wire(Track track) {
        return new CatalogueTrack(
                new TrackId(track.id()),
                track.name(),
                track.durationMs(),
                new CatalogueTrack.Named(track.album().id(), track.album().name()),
                track.artists().stream().map(CatalogueEvents::wire).toList(),
                track.genres(),
                track.available());
    }

    private static CatalogueTrack.Named wire(Named artist) {
        return new CatalogueTrack.Named(artist.id(), artist.name());
    }
}
