package dev.legato.runtime.postgres;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;

/**
 * How to reach PostgreSQL.
 *
 * @param uri {@code postgres.uri}, {@code postgresql://user:password@host:port/database}; never logged
 * @param poolSize {@code postgres.poolSize}, connections a service opens at most
 */
public record PostgresSettings(URI uri, int poolSize) {
    public PostgresSettings {
        if (uri.getHost() == null || uri.getPath().length() < 2 || uri.getUserInfo() == null) {
            throw new SettingsException(
                    "postgres.uri: host, user or database missing (expected: postgresql://user:password@host:port/database)");
        }
    }

    public static PostgresSettings from(Settings settings) {
        return new PostgresSettings(
                settings.uri("postgres.uri", "postgresql", "postgres")
                        .orElseThrow(() -> new SettingsException("postgres.uri is not set (set it in the file or as"
                                + " LEGATO_POSTGRES_URI, like postgresql://user:password@host:5432/legato)")),
                (int) settings.integer("postgres.poolSize", 8, 1, 500));
    }

    /** The same server for JDBC, without user and password. */
    String jdbcUrl() {
        return "jdbc:postgresql://%s:%d%s"
                .formatted(uri.getHost(), uri.getPort() < 0 ? 5432 : uri.getPort(), uri.getPath());
    }

    String user() {
        return uri.getUserInfo().split(":", 2)[0];
    }

    String password() {
        String[] parts = uri.getUserInfo().split(":", 2);
        return parts.length == 2 ? parts[1] : "";
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return jdbcUrl();
    }
}
