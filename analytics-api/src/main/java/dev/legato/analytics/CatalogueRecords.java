package dev.legato.analytics;

import dev.legato.contracts.CatalogueRecord;
import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.Topics;
import dev.legato.runtime.json.Json;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the values of {@link Topics#CATALOGUE}, as they lie in the store of this name. */
final class CatalogueRecords {
    private static final Logger LOG = LoggerFactory.getLogger(CatalogueRecords.class);

    private CatalogueRecords() {}

    /** A track of the catalogue; empty if it has none, or none that can be read. */
    static Optional<CatalogueTrack> read(byte @Nullable [] value) {
        if (value == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(Json.readEvent(value, CatalogueTrack.class).data());
        } catch (IOException | RuntimeException e) {
            LOG.debug("a track is not readable in the catalogue", e);
            return Optional.empty();
        }
    }

    /** Whether a record is not of another type: an album or an artist would only take room in the store. */
    static boolean mayBeTrack(String key, byte @Nullable [] value) {
        try {
            return switch (dev.legato.runtime.kafka.CatalogueRecords.read(key, value)) {
                case CatalogueTrack _, CatalogueRecord.Removal _ -> true;
                case CatalogueRecord _ -> false;
            };
        } catch (IOException | RuntimeException _) {
            return true;
        }
    }

    /** Whether a track may stand in a chart: it is in the catalogue, and it can be played. */
    static boolean isShown(byte @Nullable [] value) {
        return read(value).map(CatalogueTrack::canBePlayed).orElse(false);
    }
}
