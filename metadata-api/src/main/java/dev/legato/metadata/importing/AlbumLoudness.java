package dev.legato.metadata.importing;

import dev.legato.contracts.ImportedTrack.Loudness;
import dev.legato.metadata.loudness.AlbumLevel;
import dev.legato.runtime.json.Json;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Recomputes an album's loudness from all its tracks whenever one of these is written. */
final class AlbumLoudness {
    private static final String SELECT = """
            SELECT album_id, loudness::text FROM tracks WHERE album_id = ANY($1) AND loudness IS NOT NULL""";

    private static final String UPDATE = """
            UPDATE albums SET loudness = $2::text::jsonb
            WHERE id = $1 AND loudness IS DISTINCT FROM $2::text::jsonb
            RETURNING id""";

    private AlbumLoudness() {}

    /** The ids of those albums whose loudness has changed. */
    static Set<String> update(WriteTransaction transaction, Collection<String> albums) {
        Map<String, List<Loudness>> tracks = new HashMap<>();
        for (Row row : transaction.query(SELECT, Tuple.tuple().addArrayOfString(WriteTransaction.array(albums)))) {
            tracks.computeIfAbsent(row.getString(0), _ -> new ArrayList<>()).add(read(row.getString(1)));
        }
        Set<String> changed = new TreeSet<>();
        for (String album : albums) {
            String level = AlbumLevel.of(tracks.getOrDefault(album, List.of()))
                    .map(measured -> new String(Json.write(measured), StandardCharsets.UTF_8))
                    .orElse(null);
            if (transaction.first(UPDATE, Tuple.of(album, level)).isPresent()) {
                changed.add(album);
            }
        }
        return changed;
    }

    private static Loudness read(String document) {
        try {
            return Json.read(document.getBytes(StandardCharsets.UTF_8), Loudness.class);
        } catch (IOException e) {
            throw new UncheckedIOException("a track's loudness", e);
        }
    }
}
