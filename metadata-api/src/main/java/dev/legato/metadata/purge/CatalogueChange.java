package dev.legato.metadata.purge;

import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.ObjectKeys;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * A change of the catalogue, as it concerns stored audio and covers.
 *
 * @param prefixes of the request targets that may answer otherwise now
 * @param removed whether there is nothing more to answer with
 */
record CatalogueChange(List<String> prefixes, boolean removed) {
    CatalogueChange {
        prefixes = List.copyOf(prefixes);
    }

    /** Reads a record of {@link dev.legato.contracts.Topics#CATALOGUE}. */
    static CatalogueChange read(ConsumerRecord<byte[], byte[]> record) throws IOException {
        if (record.key() == null) {
            throw new IllegalArgumentException("key: missing");
        }
        String audio = "/audio/" + ObjectKeys.folder(new TrackId(new String(record.key(), StandardCharsets.UTF_8)));
        if (record.value() == null) {
            return new CatalogueChange(List.of(audio), true);
        }
        CatalogueTrack track =
                Json.readEvent(record.value(), CatalogueTrack.class).data();
        return new CatalogueChange(
                List.of(audio, '/' + ObjectKeys.artworkFolder(track.album().id())), false);
    }
}
