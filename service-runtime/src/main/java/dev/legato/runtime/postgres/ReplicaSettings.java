package dev.legato.runtime.postgres;

import dev.legato.runtime.redis.RedisSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Replicas that serve reads.
 *
 * @param servers {@code postgres.replicas}, URIs as {@code postgres.uri} is one, which may leave out what they have in common
 *     with it; never logged
 * @param maxLag {@code postgres.maxReplicaLag}, how far behind the primary a replica may be before it is left out
 * @param positions {@code postgres.sharedPositions}, the Redis by which instances tell each other how far a caller's
 *     replicas must be; empty if each instance knows of its own writes alone
 */
public record ReplicaSettings(List<PostgresServer> servers, Duration maxLag, Optional<RedisSettings> positions) {
    static final String KEY = "postgres.replicas";

    /** No replicas: the primary serves all. */
    public static final ReplicaSettings NONE = new ReplicaSettings(List.of(), Duration.ofSeconds(5), Optional.empty());

    private static final int MAX_REPLICAS = 16;

    /** A comma that a URI begins behind; others separate the hosts of one. */
    private static final Pattern BETWEEN_URIS = Pattern.compile("\\s*,\\s*(?=postgres(?:ql)?://)");

    public ReplicaSettings {
        servers = List.copyOf(servers);
        if (servers.size() > MAX_REPLICAS) {
            throw new SettingsException(
                    "%s: %d of them (expected: <= %d)".formatted(KEY, servers.size(), MAX_REPLICAS));
        }
    }

    /** Replicas of a primary, for a program or a test that has no settings. */
    public static ReplicaSettings of(URI primary, List<URI> replicas, Duration maxLag) {
        PostgresServer defaults =
                PostgresServer.of(PostgresSettings.KEY, primary).getFirst();
        return new ReplicaSettings(
                replicas.stream()
                        .flatMap(replica -> PostgresServer.of(KEY, replica, defaults).stream())
                        .toList(),
                maxLag,
                Optional.empty());
    }

    static ReplicaSettings from(Settings settings, PostgresServer primary) {
        Duration maxLag = settings.duration(
                "postgres.maxReplicaLag", NONE.maxLag(), Duration.ofMillis(500), Duration.ofMinutes(10));
        boolean shared = settings.flag("postgres.sharedPositions", false);
        return new ReplicaSettings(
                settings.secret(KEY).map(text -> servers(text, primary)).orElse(List.of()),
                maxLag,
                shared ? Optional.of(RedisSettings.from(settings)) : Optional.empty());
    }

    private static List<PostgresServer> servers(String text, PostgresServer primary) {
        List<PostgresServer> servers = new ArrayList<>();
        for (String uri : BETWEEN_URIS.split(text.strip(), -1)) {
            servers.addAll(PostgresServer.of(KEY, parse(uri), primary));
        }
        return servers;
    }

    private static URI parse(String text) {
        try {
            URI uri = URI.create(text);
            if ("postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme())) {
                return uri;
            }
        } catch (IllegalArgumentException _) {
            // The cause quotes the URI, which may hold a password.
        }
        throw new SettingsException(KEY + ": not a list of URIs of the form postgresql://[user:password@]host[:port]"
                + "[/database] (the value is not shown, it is a secret)");
    }
}
