package dev.legato.runtime.postgres;

import dev.legato.runtime.health.Health;
import dev.legato.runtime.postgres.PostgresSettings.Pooling;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * One service's door to PostgreSQL: its own schema, migrated at start, and a pool whose connections see that schema
 * and nothing else of ours.
 */
public final class Postgres {
    private static final Logger LOG = LoggerFactory.getLogger(Postgres.class);
    private static final int CONNECT_TIMEOUT_MS = 2_500;
    private static final int STATEMENT_TIMEOUT_MS = 2_500;
    private static final int SILENCE_TIMEOUT_MS = 10_000;
    private static final int TRY_AGAIN_SECONDS = 1;
    private static final int TRIES_PER_REPORT = 30;

    private Postgres() {}

    /**
     * Opens a service's pool as {@link #open} does, and waits for PostgreSQL as long as it cannot be reached or refuses us:
     * the service is alive meanwhile, and not ready. What is wrong is logged at once and every half minute; fails only if
     * the migrations do.
     */
    public static Future<Pool> await(Vertx vertx, Health health, PostgresSettings settings, String schema) {
        return await(vertx, health, settings, schema, 0);
    }

    /**
     * Brings the schema up to date from {@code classpath:db/{schema}/V…__….sql} and opens a pool.
     *
     * <p>Fails with an {@link UnreachableException} that says what to check if the server cannot be reached or refuses.
     *
     * @param schema the service's own, such as {@code playlist}
     */
    public static Future<Pool> open(Vertx vertx, PostgresSettings settings, String schema) {
        Promise<Pool> opened = Promise.promise();
        Context context = vertx.getOrCreateContext();
        // Not one of Vert.x' workers: closing the Vertx would wait for it.
        var _ = Thread.ofVirtual().name("migrate-" + schema).start(() -> {
            try {
                Migration.run(settings, schema);
                context.runOnContext(_ -> opened.complete(pool(vertx, settings, schema)));
            } catch (Exception e) {
                context.runOnContext(_ -> opened.fail(e));
            }
        });
        return opened.future();
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

    private static Future<Pool> await(Vertx vertx, Health health, PostgresSettings settings, String schema, int tries) {
        return open(vertx, settings, schema).recover(failure -> {
            if (!(failure instanceof UnreachableException unreachable)) {
                return Future.failedFuture(failure);
            }
            String reason =
                    unreachable.isRefusal() ? "refuses the credentials or has no such database" : "not reached yet";
            health.requires("postgres", () -> Future.failedFuture(reason));
            if (tries % TRIES_PER_REPORT == 0) {
                LOG.atLevel(unreachable.isRefusal() ? Level.ERROR : Level.WARN)
                        .log("{} waits: {}", schema, unreachable.getMessage());
            }
            return vertx.timer(TRY_AGAIN_SECONDS, TimeUnit.SECONDS)
                    .compose(_ -> await(vertx, health, settings, schema, tries + 1));
        });
    }

    private static Pool pool(Vertx vertx, PostgresSettings settings, String schema) {
        boolean ownSession = settings.pooling() == Pooling.SESSION;
        PgConnectOptions connection = new PgConnectOptions()
                .setHost(settings.host())
                .setPort(settings.port())
                .setDatabase(settings.database())
                .setUser(settings.user())
                .setPassword(settings.password())
                .setSslMode(settings.tls().mode())
                .setSslOptions(settings.tls().options())
                .setCachePreparedStatements(ownSession)
                .setUseLayer7Proxy(!ownSession);
        connection.setProperties(Map.of("application_name", "legato-" + schema));
        PoolOptions options = new PoolOptions()
                .setName(schema)
                .setMaxSize(settings.poolSize())
                .setMaxWaitQueueSize(settings.poolSize() * 64)
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
