package dev.legato.runtime.postgres;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * How to reach PostgreSQL.
 *
 * @param uri {@code postgres.uri}, {@code postgresql://user:password@host:port/database[?sslmode=…&sslrootcert=…]}, see
 *     {@link PostgresTls}; never logged
 * @param poolSize {@code postgres.poolSize}, connections a service opens at most
 * @param pooling {@code postgres.pooling}, how long a connection is one and the same session of PostgreSQL
 */
public record PostgresSettings(URI uri, int poolSize, Pooling pooling) {
    private static final int PORT = 5_432;

    /** Whose session a connection is. */
    public enum Pooling {
        /** Ours, as long as it is open: PostgreSQL itself, or a pooler that gives each client a session. */
        SESSION,
        /** Ours within a transaction only, as with PgBouncer's {@code pool_mode=transaction}. */
        TRANSACTION
    }

    public PostgresSettings {
        if (uri.getHost() == null || uri.getPath().length() < 2 || uri.getUserInfo() == null) {
            throw new SettingsException("postgres.uri: host, user or database missing (expected:"
                    + " postgresql://user:password@host:port/database)");
        }
        var _ = PostgresTls.of(uri);
    }

    public PostgresSettings(URI uri, int poolSize) {
        this(uri, poolSize, Pooling.SESSION);
    }

    public static PostgresSettings from(Settings settings) {
        return new PostgresSettings(
                settings.secretUri("postgres.uri", "postgresql", "postgres")
                        .orElseThrow(() -> new SettingsException("postgres.uri is not set (set it in the file or as"
                                + " LEGATO_POSTGRES_URI, like postgresql://user:password@host:5432/legato)")),
                (int) settings.integer("postgres.poolSize", 8, 1, 500),
                settings.choice("postgres.pooling", Pooling.SESSION));
    }

    PostgresTls tls() {
        return PostgresTls.of(uri);
    }

    String host() {
        return uri.getHost().replaceAll("[\\[\\]]", "");
    }

    int port() {
        return uri.getPort() < 0 ? PORT : uri.getPort();
    }

    String database() {
        return uri.getPath().substring(1);
    }

    String user() {
        return decoded(uri.getRawUserInfo().split(":", 2)[0]);
    }

    String password() {
        String[] parts = uri.getRawUserInfo().split(":", 2);
        return parts.length == 2 ? decoded(parts[1]) : "";
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return "%s:%d/%s".formatted(uri.getHost(), port(), database());
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }
}
