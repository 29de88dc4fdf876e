package dev.legato.runtime.postgres;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.legato.runtime.health.Health;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * A service's schema on a primary and, where {@code postgres.replicas} names some, its streaming replicas.
 *
 * <p>A store is given the pool that fits what it does, and knows nothing of replicas:
 *
 * <pre>
 * pool()           writes, and reads that must see all that was committed
 * writes(account)  writes whose caller will read them: remembers how far a replica must be
 * reads(account)   reads of a caller who may have written, each for itself
 * readsOfRequest   the same, of which none sees less than the one before
 * reads()          reads that may be as old as postgres.maxReplicaLag
 * </pre>
 *
 * <p>Without replicas all of them are one and the same pool.
 */
public final class Database {
    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int TRY_AGAIN_SECONDS = 1;
    private static final int TRIES_PER_REPORT = 30;

    private final Pool pool;
    private final @Nullable ReplicaWatch watch;
    private final @Nullable ReadPool reads;
    private final @Nullable WritePositions positions;

    private Database(
            Pool pool, @Nullable ReplicaWatch watch, @Nullable WritePositions positions, @Nullable ReadPool reads) {
        this.pool = pool;
        this.watch = watch;
        this.positions = positions;
        this.reads = reads;
    }

    /**
     * Opens a service's database as {@link #open} does, and waits for PostgreSQL as long as it cannot be reached or refuses
     * us: the service is alive meanwhile, and not ready. What is wrong is logged at once and every half minute; fails only if
     * the migrations do. Reports replicas that are left out as {@code replicas}.
     */
    public static Future<Database> await(
            Vertx vertx, Health health, MeterRegistry meters, PostgresSettings settings, String schema) {
        return await(vertx, health, meters, settings, schema, 0).onSuccess(database -> {
            if (database.watch != null) {
                health.prefers("replicas", database.watch::check);
            }
        });
    }

    /**
     * Brings the schema up to date from {@code classpath:db/{schema}/V…__….sql} and opens its pools.
     *
     * <p>Fails with an {@link UnreachableException} that says what to check if the server cannot be reached or refuses.
     *
     * @param schema the service's own, such as {@code playlist}
     */
    public static Future<Database> open(Vertx vertx, MeterRegistry meters, PostgresSettings settings, String schema) {
        Promise<Void> migrated = Promise.promise();
        Context context = vertx.getOrCreateContext();
        // Not one of Vert.x' workers: closing the Vertx would wait for it.
        var _ = Thread.ofVirtual().name("migrate-" + schema).start(() -> {
            try {
                Migration.run(settings, schema);
                context.runOnContext(_ -> migrated.complete());
            } catch (Exception e) {
                context.runOnContext(_ -> migrated.fail(e));
            }
        });
        return migrated.future().compose(_ -> connected(vertx, meters, settings, schema));
    }

    private static Future<Database> connected(
            Vertx vertx, MeterRegistry meters, PostgresSettings settings, String schema) {
        Optional<PostgresServer> single = settings.single();
        if (single.isPresent()) {
            Pool pool = Postgres.pool(vertx, settings, single.get(), schema, settings.poolSize());
            return Future.succeededFuture(new Database(pool, null, null, null));
        }
        ReplicaSettings replicas = settings.replicas();
        List<Server> servers = servers(vertx, settings, schema);
        ReplicaWatch watch = new ReplicaWatch(vertx, servers, replicas.maxLag(), System::nanoTime, meters, schema);
        @Nullable
        SharedPositions shared = replicas.positions()
                .filter(_ -> !replicas.servers().isEmpty())
                .map(redis -> new SharedPositions(
                        redis.connect(vertx), schema, WritePositions.kept(replicas.maxLag()), System::nanoTime))
                .orElse(null);
        WritePositions positions = new WritePositions(replicas.maxLag(), shared, Ticker.systemTicker());
        Pool pool = new FollowingPool(() -> watch.primary().pool(), () -> Future.join(
                        watch.close(), shared == null ? Future.succeededFuture() : shared.close())
                .mapEmpty());
        @Nullable
        ReadPool reads = replicas.servers().isEmpty()
                ? null
                : new ReadPool(pool, watch, positions, new Random(), ReadPool.Counts.of(meters, schema));
        return watch.start().map(_ -> new Database(pool, watch, positions, reads));
    }

    /** Every server once, be it named as a primary, as a replica or as both. */
    private static List<Server> servers(Vertx vertx, PostgresSettings settings, String schema) {
        List<Server> servers = new ArrayList<>();
        List<PostgresServer> primaries = settings.servers();
        List<PostgresServer> replicas = settings.replicas().servers();
        for (PostgresServer address : primaries) {
            boolean readable = replicas.stream().anyMatch(address::isAt);
            servers.add(server(vertx, settings, schema, address, "primary-" + (servers.size() + 1), true, readable));
        }
        for (int number = 1; number <= replicas.size(); number++) {
            PostgresServer address = replicas.get(number - 1);
            if (primaries.stream().noneMatch(address::isAt)) {
                servers.add(server(vertx, settings, schema, address, "replica-" + number, false, true));
            }
        }
        return servers;
    }

    private static Server server(
            Vertx vertx,
            PostgresSettings settings,
            String schema,
            PostgresServer address,
            String label,
            boolean mayBePrimary,
            boolean readable) {
        return new Server(
                label,
                address,
                mayBePrimary,
                readable,
                Postgres.pool(vertx, settings, address, schema, settings.poolSize()),
                Postgres.pool(vertx, settings, address, schema, 1));
    }

    private static Future<Database> await(
            Vertx vertx, Health health, MeterRegistry meters, PostgresSettings settings, String schema, int tries) {
        return open(vertx, meters, settings, schema).recover(failure -> {
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
                    .compose(_ -> await(vertx, health, meters, settings, schema, tries + 1));
        });
    }

    /** The primary's pool. Closing it closes the database. */
    public Pool pool() {
        return pool;
    }

    /** Reads that may be as old as {@code postgres.maxReplicaLag}. */
    public Pool reads() {
        return reads == null ? pool : reads;
    }

    /** Reads of a caller who sees at least what it wrote by {@link #writes}. */
    public Pool reads(String account) {
        return reads == null ? pool : reads.of(account);
    }

    /** Reads of one request, all on one server: what a later one sees is never older than what an earlier one saw. */
    public Pool readsOfRequest(String account) {
        return reads == null ? pool : reads.ofRequest(account);
    }

    /** Writes of a caller, whose {@link #reads(String)} see them as soon as they are acknowledged. */
    public Pool writes(String account) {
        ReplicaWatch following = watch;
        WritePositions remembered = positions;
        if (reads == null || following == null || remembered == null) {
            return pool;
        }
        return new FollowingPool(
                () -> {
                    Server primary = following.primary();
                    return primary.pool().afterCommit(position -> {
                        following.committed(primary, position);
                        return remembered.remember(account, position);
                    });
                },
                Future::succeededFuture);
    }

    /** Closes its pools. */
    public Future<Void> close() {
        return pool.close();
    }
}
