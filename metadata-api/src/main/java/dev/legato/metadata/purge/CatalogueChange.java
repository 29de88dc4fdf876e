package dev.legato.metadata.purge;

import dev.legato.contracts.CatalogueAlbum;
import dev.legato.contracts.CatalogueRecord;
import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.ObjectKeys;
import dev.legato.contracts.TrackId;
import dev.legato.runtime.kafka.CatalogueRecords;
import java.io.IOException;
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
        return switch (CatalogueRecords.read(record)) {
            case CatalogueTrack track ->
                new CatalogueChange(
                        List.of(audio(track.id()), artwork(track.album().id())), false);
            case CatalogueAlbum album -> new CatalogueChange(List.of(artwork(album.id())), false);
            // A track or an album, which its id does not say; an artist has no objects.
            case CatalogueRecord.Removal gone ->
                new CatalogueChange(List.of(audio(new TrackId(gone.key())), artwork(gone.key())), true);
            case CatalogueRecord _ -> new CatalogueChange(List.of(), false);
        };
    }

    private static String audio(TrackId track) {
        return "/audio/" + ObjectKeys.folder(track);
    }

    private static String artwork(String album) {
        return '/' + ObjectKeys.artworkFolder(album);
    }
}
