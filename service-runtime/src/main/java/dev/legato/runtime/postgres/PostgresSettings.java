package dev.legato.runtime.postgres;

import dev.legato.runtime.redis.RedisSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How to reach PostgreSQL.
 *
 * @param uri {@code postgres.uri}, {@code postgresql://user:password@host:port/database[?sslmode=…&sslrootcert=…]}, see
 *     {@link PostgresTls}; several {@code host:port}, separated by commas, are servers of which one is the primary. Never
 *     logged
 * @param poolSize {@code postgres.poolSize}, connections a service opens at most, to each server
 * @param pooling {@code postgres.pooling}, how long a connection is one and the same session of PostgreSQL
 * @param distribution {@code postgres.distribution}, over how many servers the tables are spread
 * @param replicas where reads may go instead
 */
public record PostgresSettings(
        URI uri, int poolSize, Pooling pooling, Distribution distribution, ReplicaSettings replicas) {
    static final String KEY = "postgres.uri";

    /** Whose session a connection is. */
    public enum Pooling {
        /** Ours, as long as it is open: PostgreSQL itself, or a pooler that gives each client a session. */
        SESSION,
        /** Ours within a transaction only, as with PgBouncer's {@code pool_mode=transaction}. */
        TRANSACTION
    }

    /** Where partitioned tables lie. */
    public enum Distribution {
        /** On the primary. */
        NONE,
        /** On the workers of Citus, see {@link CitusDistribution}. */
        CITUS
    }

    public PostgresSettings {
        if (PostgresServer.of(KEY, uri).isEmpty()) {
            throw new SettingsException(KEY + ": no host");
        }
    }

    public PostgresSettings(URI uri, int poolSize) {
        this(uri, poolSize, Pooling.SESSION);
    }

    public PostgresSettings(URI uri, int poolSize, Pooling pooling) {
        this(uri, poolSize, pooling, Distribution.NONE, ReplicaSettings.NONE);
    }

    public static PostgresSettings from(Settings settings) {
        URI uri = settings.secretUri(KEY, "postgresql", "postgres")
                .orElseThrow(() -> new SettingsException("postgres.uri is not set (set it in the file or as"
                        + " LEGATO_POSTGRES_URI, like postgresql://user:password@host:5432/legato)"));
        return new PostgresSettings(
                uri,
                (int) settings.integer("postgres.poolSize", 8, 1, 500),
                settings.choice("postgres.pooling", Pooling.SESSION),
                settings.choice("postgres.distribution", Distribution.NONE),
                ReplicaSettings.from(settings, PostgresServer.of(KEY, uri).getFirst()));
    }

    /** The same with these replicas. */
    public PostgresSettings withReplicas(ReplicaSettings reads) {
        return new PostgresSettings(uri, poolSize, pooling, distribution, reads);
    }

    /** The same for a service that has a Redis in any case: its instances always tell each other what was written. */
    public PostgresSettings withSharedPositions(RedisSettings redis) {
        return withReplicas(new ReplicaSettings(replicas.servers(), replicas.maxLag(), Optional.of(redis)));
    }

    /** The servers of which one is the primary; the first is tried first. */
    List<PostgresServer> servers() {
        return PostgresServer.of(KEY, uri);
    }

    /** The only server of them all, if there is no more than one. */
    Optional<PostgresServer> single() {
        List<PostgresServer> servers = servers();
        return servers.size() == 1 && replicas.servers().isEmpty() ? Optional.of(servers.getFirst()) : Optional.empty();
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return servers().stream().map(PostgresServer::toString).collect(Collectors.joining(", "));
    }
}
