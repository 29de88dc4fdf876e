package dev.legato.metadata.catalogue;

import dev.legato.contracts.ImportedTrack.Lyrics;
import dev.legato.runtime.json.Json;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads the lyrics of tracks. Blocks its virtual thread. */
public final class LyricsStore {
    private final Pool pool;

    public LyricsStore(Pool pool) {
        this.pool = pool;
    }

    /** A track's lyrics; empty if it has none, or there is no such track. */
    public Optional<Lyrics> of(String track) {
        var rows = pool.preparedQuery("SELECT lyrics::text FROM tracks WHERE id = $1 AND lyrics IS NOT NULL")
                .execute(Tuple.of(track))
                .await()
                .iterator();
        return rows.hasNext() ? Optional.of(read(rows.next().getString(0))) : Optional.empty();
    }

    private static Lyrics read(String document) {
        try {
            return Json.read(document.getBytes(StandardCharsets.UTF_8), Lyrics.class);
        } catch (IOException e) {
            throw new UncheckedIOException("a track's lyrics", e);
        }
    }
}
