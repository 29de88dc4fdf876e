package dev.legato.playlist;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Rows of a version before partitions are found by the version with them. */
final class PartitionMigrationIT {
    @Test
    void migrate_rowsOfAnEarlierVersion_areFoundByTheirKeys() throws Exception {
        URI postgres = SharedBackends.postgres();
        String[] role = postgres.getUserInfo().split(":", 2);
        String url = "jdbc:postgresql://%s:%d%s?currentSchema=playlist"
                .formatted(postgres.getHost(), postgres.getPort(), postgres.getPath());
        migrate(url, role, "3");
        try (Connection connection = DriverManager.getConnection(url, role[0], role[1]);
                Statement statement = connection.createStatement()) {
            boolean _ = statement.execute("""
                    INSERT INTO playlists SELECT 'p' || n, 'owner' || n % 10, 'A name', null, 3, 4, 0, now(), now()
                      FROM generate_series(1, 100) n;
                    INSERT INTO entries SELECT 'p' || n, 'e' || m, '4n5p6q7r8s9t0v1w2x3y4z5a6b', m, now(), 'owner' || n % 10
                      FROM generate_series(1, 100) n, generate_series(1, 3) m;
                    INSERT INTO idempotent_requests SELECT 'owner' || n, 'key', '', '', now()
                      FROM generate_series(0, 9) n""");
            migrate(url, role, "4");
            // As by an instance of the earlier version that was not stopped.
            boolean _ = statement.execute("""
                    INSERT INTO playlists SELECT 'added', 'owner7', 'A name', null, 0, 1, 0, now(), now();
                    UPDATE playlists SET name = 'Another name', version = 5 WHERE id = 'p27';
                    DELETE FROM playlists WHERE id = 'p37'""");
        }

        Vertx vertx = Vertx.vertx();
        try {
            Pool pool = Postgres.open(vertx, new PostgresSettings(postgres, 1), "playlist")
                    .await(60, TimeUnit.SECONDS);
            // The first connection may take longer than the pool waits, on a machine with much else to do.
            Postgres.ping(pool).recover(_ -> Postgres.ping(pool)).await(20, TimeUnit.SECONDS);
            PlaylistStore playlists = new PlaylistStore();
            List<Playlist> owned = playlists.ofOwner(pool, "owner7", null, 50);
            assertEquals(10, owned.size());
            for (Playlist playlist : owned) {
                assertEquals(Optional.of(playlist), playlists.find(pool, playlist.id()));
            }
            assertEquals(4, playlists.find(pool, "p17").map(Playlist::version).orElseThrow());
            assertEquals(
                    3,
                    new EntryStore().page(pool, "p17", OptionalLong.empty(), 50).size());
            assertEquals(10, count(pool, "idempotent_requests"));
        } finally {
            vertx.close().await(60, TimeUnit.SECONDS);
        }
    }

    private static void migrate(String url, String[] role, String version) {
        var _ = Flyway.configure()
                .dataSource(url, role[0], role[1])
                .schemas("playlist")
                .locations("classpath:db/playlist")
                .target(version)
                .load()
                .migrate();
    }

    private static long count(Pool pool, String table) throws Exception {
        return pool.query("SELECT count(*) FROM " + table)
                .execute()
                .await(20, TimeUnit.SECONDS)
                .iterator()
                .next()
                .getLong(0);
    }
}
