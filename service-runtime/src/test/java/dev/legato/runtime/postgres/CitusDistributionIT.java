package dev.legato.runtime.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.SharedBackends;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Which tables would be distributed, by what, in which order. There is no Citus here: its function is one that notes how it is
 * called, so what Citus makes of the call is not shown.
 */
final class CitusDistributionIT {
    private final PGSimpleDataSource source = new PGSimpleDataSource();

    @BeforeEach
    void create() throws SQLException {
        URI postgres = SharedBackends.postgres();
        String[] role = postgres.getUserInfo().split(":", 2);
        source.setUrl(
                "jdbc:postgresql://%s:%d%s".formatted(postgres.getHost(), postgres.getPort(), postgres.getPath()));
        source.setUser(role[0]);
        source.setPassword(role[1]);
        execute("""
                CREATE SCHEMA music;
                SET search_path = music;
                CREATE TABLE playlists (id text PRIMARY KEY) PARTITION BY HASH (id);
                CREATE TABLE playlists_0 PARTITION OF playlists FOR VALUES WITH (MODULUS 1, REMAINDER 0);
                CREATE TABLE entries (playlist text REFERENCES playlists, entry text, PRIMARY KEY (playlist, entry))
                  PARTITION BY HASH (playlist);
                CREATE TABLE entries_0 PARTITION OF entries FOR VALUES WITH (MODULUS 1, REMAINDER 0);
                CREATE TABLE outbox (position bigint PRIMARY KEY)""");
    }

    @Test
    void distribute_partitionedTables_areDistributedByTheirKeyOnce() throws SQLException {
        execute("""
                CREATE TABLE pg_dist_partition (logicalrelid regclass, distribution text, at serial);
                CREATE FUNCTION create_distributed_table(regclass, text) RETURNS void LANGUAGE sql
                  AS 'INSERT INTO public.pg_dist_partition (logicalrelid, distribution) VALUES ($1, $2)'""");
        CitusDistribution.distribute(source, "music");
        CitusDistribution.distribute(source, "music");
        assertEquals(
                "playlists by id, entries by playlist",
                ask("SELECT string_agg(relname || ' by ' || distribution, ', ' ORDER BY at)"
                        + " FROM pg_dist_partition JOIN pg_class c ON c.oid = logicalrelid"));
    }

    @Test
    void distribute_withoutCitus_saysWhatIsMissing() {
        FlywayException refused =
                assertThrows(FlywayException.class, () -> CitusDistribution.distribute(source, "music"));
        assertTrue(String.valueOf(refused.getMessage()).contains("is the extension citus created?"));
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            boolean _ = statement.execute(sql);
        }
    }

    private String ask(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(sql)) {
            boolean _ = answer.next();
            return answer.getString(1);
        }
    }
}
