package dev.legato.analytics;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.CatalogueTrack.OnAlbum;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.ContentId;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Tracks for tests, and what the catalogue says of them. */
final class Tracks {
    private Tracks() {}

    static TrackId random() {
        return new TrackId(ContentId.random(ThreadLocalRandom.current()));
    }

    /** The value of a record on {@code catalogue}. */
    static byte[] entry(TrackId track, long durationMs, boolean available) {
        CatalogueTrack known = new CatalogueTrack(
                track, "Prelude", durationMs, new OnAlbum("a", "Album"), List.of(), List.of(), available);
        return Json.write(CloudEvent.of(
                UUID.randomUUID().toString(),
                "/metadata-api",
                "dev.legato.catalogue.track",
                track.value(),
                Instant.EPOCH,
                known));
    }
}
