package dev.legato.runtime.postgres;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * One service's door to PostgreSQL: its own schema, migrated at start, and a pool whose connections see that schema
 * and nothing else of ours.
 */
public final class Postgres {
    private static final int CONNECT_TIMEOUT_MS = 3_000;
    private static final int STATEMENT_TIMEOUT_MS = 5_000;

    private Postgres() {}

    /**
     * Brings the schema up to date from {@code classpath:db/{schema}/V…__….sql} and opens a pool.
     *
     * <p>Fails with an IOException that says what to look at if the server cannot be reached or refuses the user.
     *
     * @param schema the service's own, such as {@code playlist}
     */
    public static Future<Pool> open(Vertx vertx, PostgresSettings settings, String schema) {
        return vertx.executeBlocking(() -> {
                    migrate(settings, schema);
                    return null;
                })
                .map(_ -> pool(vertx, settings, schema));
    }

    /** Succeeds if PostgreSQL answers. */
    public static Future<Void> ping(Pool pool) {
        return pool.query("SELECT 1").execute().mapEmpty();
    }

    private static void migrate(PostgresSettings settings, String schema) throws IOException {
        Flyway flyway = Flyway.configure(Postgres.class.getClassLoader())
                .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
                .schemas(schema)
                .locations("classpath:db/" + schema)
                .connectRetries(3)
                .load();
        try {
            var _ = flyway.migrate();
        } catch (FlywayException e) {
            if (e.getCause() instanceof SQLException refused) {
                throw new IOException(
                        "PostgreSQL at %s: %s (check postgres.uri or LEGATO_POSTGRES_URI)"
                                .formatted(settings, refused.getMessage()),
                        e);
            }
            throw e;
        }
    }

    private static Pool pool(Vertx vertx, PostgresSettings settings, String schema) {
        PgConnectOptions connection = PgConnectOptions.fromUri(settings.uri().toString())
                .setCachePreparedStatements(true)
                .setPipeliningLimit(16);
        connection.setProperties(Map.of(
                "application_name", "legato-" + schema,
                "search_path", schema + ",public",
                "statement_timeout", Integer.toString(STATEMENT_TIMEOUT_MS)));
        PoolOptions pool = new PoolOptions()
                .setName(schema)
                .setMaxSize(settings.poolSize())
                .setMaxWaitQueueSize(settings.poolSize() * 64)
                .setConnectionTimeout(CONNECT_TIMEOUT_MS)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(10)
                .setIdleTimeoutUnit(TimeUnit.MINUTES);
        return PgBuilder.pool()
                .with(pool)
                .with(new NetClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS))
                .connectingTo(connection)
                .using(vertx)
                .build();
    }
}
