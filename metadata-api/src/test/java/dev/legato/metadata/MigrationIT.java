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
