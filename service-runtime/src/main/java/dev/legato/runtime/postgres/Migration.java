package dev.legato.runtime.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.callback.BaseCallback;
import org.flywaydb.core.api.callback.Context;
import org.flywaydb.core.api.callback.Event;
import org.postgresql.ds.PGSimpleDataSource;

/** Brings a schema up to date. Blocks its thread. */
final class Migration {
    private static final int CONNECT_SECONDS = 3;

    private Migration() {}

    /**
     * Runs the migrations that are missing.
     *
     * @throws UnreachableException if the server cannot be reached or refuses us
     * @throws FlywayException if a migration fails
     */
    static void run(PostgresSettings settings, String schema) throws UnreachableException {
        connect(settings);
        try {
            migrate(source(settings), schema);
            if (settings.distribution() == PostgresSettings.Distribution.CITUS) {
                CitusDistribution.distribute(source(settings), schema);
            }
        } catch (FlywayException e) {
            if (e.getCause() instanceof SQLException cause && Transience.isTransient(cause)) {
                throw unreachable(settings, cause);
            }
            throw e;
        }
    }

    /**
     * Connects once.
     *
     * @throws UnreachableException if the server cannot be reached or refuses us
     */
    static void connect(PostgresSettings settings) throws UnreachableException {
        try (Connection _ = source(settings).getConnection()) {
            // that is all
        } catch (SQLException e) {
            throw unreachable(settings, e);
        }
    }

    private static void migrate(PGSimpleDataSource source, String schema) {
        var _ = Flyway.configure(Migration.class.getClassLoader())
                .dataSource(source)
                .schemas(schema)
                .locations("classpath:db/" + schema)
                .callbacks(new SchemaCallback(schema))
                .load()
                .migrate();
    }

    private static PGSimpleDataSource source(PostgresSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        List<PostgresServer> servers = settings.servers();
        PostgresServer first = servers.getFirst();
        source.setServerNames(servers.stream().map(PostgresServer::host).toArray(String[]::new));
        source.setPortNumbers(servers.stream().mapToInt(PostgresServer::port).toArray());
        if (servers.size() > 1) {
            source.setTargetServerType("primary");
        }
        source.setDatabaseName(first.database());
        source.setUser(first.user());
        source.setPassword(first.password());
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        source.setTcpKeepAlive(true);
        // A pooler may give the next use of a prepared statement to another session.
        source.setPrepareThreshold(0);
        try {
            for (var property : first.tls().jdbcProperties().entrySet()) {
                source.setProperty(String.valueOf(property.getKey()), String.valueOf(property.getValue()));
            }
        } catch (SQLException e) {
            throw new IllegalStateException("the JDBC driver does not know a property of its own", e);
        }
        return source;
    }

    private static UnreachableException unreachable(PostgresSettings settings, SQLException e) {
        return new UnreachableException(
                "PostgreSQL at %s: %s (check postgres.uri or LEGATO_POSTGRES_URI)".formatted(settings, e.getMessage()),
                Transience.isRefusal(e.getSQLState()),
                e);
    }

    /** Names the schema within each migration's transaction: what was set before may be gone with a pooler's session. */
    private static final class SchemaCallback extends BaseCallback {
        private final String schema;

        SchemaCallback(String schema) {
            this.schema = schema;
        }

        @Override
        public boolean supports(Event event, Context context) {
            return event == Event.BEFORE_EACH_MIGRATE;
        }

        @Override
        public void handle(Event event, Context context) {
            try (Statement statement = context.getConnection().createStatement()) {
                statement.execute("SET LOCAL search_path = %s, public".formatted(schema));
            } catch (SQLException e) {
                throw new FlywayException("schema " + schema, e);
            }
        }
    }
}
