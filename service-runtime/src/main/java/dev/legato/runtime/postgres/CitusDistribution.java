package dev.legato.runtime.postgres;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.api.FlywayException;

/**
 * Distributes a schema's partitioned tables over the workers of Citus, each by the column that its partitions go by. Citus
 * colocates tables that are distributed by columns of one type: an account's rows of all its tables lie on one worker, and a
 * playlist's beside its entries. Tables that are not partitioned stay on the coordinator.
 *
 * @see <a href="https://docs.citusdata.com/en/stable/develop/api_udf.html#create-distributed-table">create_distributed_table</a>
 */
final class CitusDistribution {
    /** The tables that Citus does not know yet; what others refer to comes first. */
    private static final String TABLES = """
            SELECT c.oid::regclass::text, a.attname
            FROM pg_partitioned_table p
            JOIN pg_class c ON c.oid = p.partrelid
            JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = p.partattrs[0]
            WHERE c.relnamespace = to_regnamespace(?) AND p.partstrat = 'h'
              AND NOT EXISTS (SELECT FROM pg_dist_partition d WHERE d.logicalrelid = c.oid)
            ORDER BY (
              SELECT count(*) FROM pg_constraint f WHERE f.conrelid = c.oid AND f.contype = 'f'), c.relname""";

    private CitusDistribution() {}

    /** A table and the column it is distributed by. */
    private record Table(String name, String column) {}

    /**
     * Distributes what is not distributed yet, with its rows. Blocks its thread.
     *
     * @throws FlywayException if the database has no Citus, or Citus refuses
     */
    static void distribute(DataSource source, String schema) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            lock(connection, schema);
            for (Table table : tables(connection, schema)) {
                distribute(connection, table);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new FlywayException(
                    "postgres.distribution is citus, but schema %s could not be distributed: %s (is the extension citus created?)"
                            .formatted(schema, e.getMessage()),
                    e);
        }
    }

    /** Two instances that start at the same time would distribute a table twice. */
    private static void lock(Connection connection, String schema) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT pg_advisory_xact_lock(hashtext(?))")) {
            statement.setString(1, "distribute-" + schema);
            boolean _ = statement.execute();
        }
        try (Statement statement = connection.createStatement()) {
            // The names of the tables come without their schema then.
            boolean _ = statement.execute("SET LOCAL search_path = %s, public".formatted(schema));
        }
    }

    private static List<Table> tables(Connection connection, String schema) throws SQLException {
        List<Table> tables = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(TABLES)) {
            statement.setString(1, schema);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    tables.add(new Table(rows.getString(1), rows.getString(2)));
                }
            }
        }
        return tables;
    }

    private static void distribute(Connection connection, Table table) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT create_distributed_table(CAST(? AS regclass), ?)")) {
            statement.setString(1, table.name());
            statement.setString(2, table.column());
            boolean _ = statement.execute();
        }
    }
}
