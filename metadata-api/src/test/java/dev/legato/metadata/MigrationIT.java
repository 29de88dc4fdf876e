package dev.legato.metadata;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MigrationIT {
    /** Its instances go on writing while they are replaced one after the other. */
    @Test
    void writesOfThePreviousRelease_areTaken() {
        Vertx vertx = Vertx.vertx();
        try {
            PostgresSettings settings = new PostgresSettings(SharedBackends.postgres(), 1);
            Pool pool = Postgres.open(vertx, settings, "metadata").await();
            for (String write : List.of(
                    "INSERT INTO artists AS p (id, name, sort_name, search_text) VALUES ('p', 'P', 'p', ' p')"
                            + " ON CONFLICT (id) DO UPDATE SET search_text = excluded.search_text",
                    "INSERT INTO albums AS a (id, name, sort_name, own_text, search_text, added_at, content_hash)"
                            + " VALUES ('a', 'A', 'a', ' a', '', now(), '')"
                            + " ON CONFLICT (id) DO UPDATE SET own_text = excluded.own_text",
                    "INSERT INTO tracks AS t (id, album_id, name, sort_name, own_text, search_text, duration_ms,"
                            + " explicit, content_hash) VALUES ('t', 'a', 'T', 't', ' t', '', 1, false, '')"
                            + " ON CONFLICT (id) DO UPDATE SET own_text = excluded.own_text")) {
                assertEquals(1, pool.query(write).execute().await().rowCount());
            }
            pool.close().await();
        } finally {
            vertx.close().await();
        }
    }

    @Test
    void instancesThatStartTogether_allComeUp() {
        Vertx vertx = Vertx.vertx();
        try {
            PostgresSettings settings = new PostgresSettings(SharedBackends.postgres(), 1);
            List<Future<Pool>> starts = Stream.generate(() -> Postgres.open(vertx, settings, "metadata"))
                    .limit(4)
                    .toList();
            for (Future<Pool> start : starts) {
                Pool pool = start.await();
                var tracks = pool.query("SELECT count(*) FROM tracks").execute().await();
                assertEquals(0, tracks.iterator().next().getInteger(0));
                pool.close().await();
            }
        } finally {
            vertx.close().await();
        }
    }
}
