package dev.legato.runtime.postgres;

import dev.legato.runtime.postgres.PostgresSettings.Pooling;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.NetClientOptions;
import io.vertx.pgclient.PgBuilder;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.sqlclient.ClientBuilder;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.PoolOptions;
import io.vertx.sqlclient.SqlConnection;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One service's door to PostgreSQL: its own schema, migrated at start, and a pool whose connections see that schema
 * and nothing else of ours.
 */
public final class Postgres {
    private static final int CONNECT_TIMEOUT_MS = 2_500;
    private static final int STATEMENT_TIMEOUT_MS = 2_500;
    private static final int SILENCE_TIMEOUT_MS = 10_000;

    private Postgres() {}

    /**
     * Opens the primary of a {@link Database} whose replicas nobody reads.
     *
     * <p>Fails with an {@link UnreachableException} that says what to check if the server cannot be reached or refuses.
     *
     * @param schema the service's own, such as {@code playlist}
     */
    public static Future<Pool> open(Vertx vertx, PostgresSettings settings, String schema) {
        return Database.open(vertx, new CompositeMeterRegistry(), settings, schema)
                .map(Database::pool);
    }

    /**
     * Connects once, for a program that would rather end than wait. Blocks.
     *
     * @throws UnreachableException saying what to check, if the server cannot be reached or refuses the connection
     */
    public static void requireReachable(PostgresSettings settings) throws UnreachableException {
        Migration.connect(settings);
    }

    /** Succeeds if PostgreSQL answers. */
    public static Future<Void> ping(Pool pool) {
        return pool.query("SELECT 1").execute().mapEmpty();
    }

    /** A pool of a server's connections, each of which sees the schema. */
    static BoundedPool pool(Vertx vertx, PostgresSettings settings, PostgresServer server, String schema, int size) {
        boolean ownSession = settings.pooling() == Pooling.SESSION;
        PgConnectOptions connection = new PgConnectOptions()
                .setHost(server.host())
                .setPort(server.port())
                .setDatabase(server.database())
                .setUser(server.user())
                .setPassword(server.password())
                .setSslMode(server.tls().mode())
                .setSslOptions(server.tls().options())
                .setCachePreparedStatements(ownSession)
                .setUseLayer7Proxy(!ownSession);
        connection.setProperties(Map.of("application_name", "legato-" + schema));
        PoolOptions options = new PoolOptions()
                .setName(schema)
                .setMaxSize(size)
                .setMaxWaitQueueSize(size * 64)
                .setConnectionTimeout(CONNECT_TIMEOUT_MS)
                .setConnectionTimeoutUnit(TimeUnit.MILLISECONDS)
                .setIdleTimeout(10)
                .setIdleTimeoutUnit(TimeUnit.MINUTES);
        ClientBuilder<Pool> pool = PgBuilder.pool()
                .with(options)
                .with(new NetClientOptions()
                        .setConnectTimeout(CONNECT_TIMEOUT_MS)
                        .setTcpKeepAlive(true)
                        .setTcpUserTimeout(SILENCE_TIMEOUT_MS))
                .connectingTo(connection)
                .using(vertx);
        // Not as start-up parameters, which PgBouncer refuses.
        if (ownSession) {
            String session = session("SET", schema);
            return new BoundedPool(
                    pool.withConnectHandler(opened -> prepare(opened, session)).build(), "");
        }
        return new BoundedPool(pool.build(), session("SET LOCAL", schema));
    }

    /** Completes a new connection of the pool; closing it hands it over. */
    private static void prepare(SqlConnection connection, String session) {
        var _ = connection.query(session).execute().eventually(connection::close);
    }

    private static String session(String set, String schema) {
        return "%1$s search_path = %2$s, public; %1$s statement_timeout = %3$d"
                .formatted(set, schema, STATEMENT_TIMEOUT_MS);
    }
}
