package dev.legato.runtime.postgres;

import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One server of PostgreSQL, and how to log in to it.
 *
 * @param host without brackets
 * @param tls how connections are encrypted
 */
record PostgresServer(String host, int port, String database, String user, String password, PostgresTls tls) {
    private static final int PORT = 5_432;

    /** {@code user:password@} may be absent, as may each port. */
    private static final Pattern AUTHORITY = Pattern.compile("(?:([^@]*)@)?([^@]*)");

    private static final Pattern HOST = Pattern.compile("(\\[[0-9a-fA-F:.]+]|[A-Za-z0-9._-]+)(?::(\\d{1,5}))?");

    /**
     * Reads a URI in libpq's form, {@code postgresql://user:password@host1:port,host2:port/database?parameters}.
     *
     * @param key the setting it comes from, for messages
     * @throws SettingsException if a part is missing or bad; it does not quote the URI, which holds a secret
     */
    static List<PostgresServer> of(String key, URI uri) {
        return of(key, uri, null);
    }

    /**
     * Reads a URI that may leave out all but the host.
     *
     * @param defaults has the user, the database and the parameters that the URI does not name
     */
    static List<PostgresServer> of(String key, URI uri, @Nullable PostgresServer defaults) {
        Matcher authority = AUTHORITY.matcher(String.valueOf(uri.getRawAuthority()));
        if (!authority.matches()) {
            throw incomplete(key);
        }
        String credentials = authority.group(1);
        String path = uri.getPath() == null ? "" : uri.getPath();
        if (defaults == null && (credentials == null || path.length() < 2)) {
            throw incomplete(key);
        }
        String[] parts = credentials == null ? new String[0] : credentials.split(":", 2);
        String user = parts.length > 0 || defaults == null ? decoded(parts[0]) : defaults.user();
        String password = parts.length == 2
                ? decoded(parts[1])
                : (parts.length == 0 && defaults != null ? defaults.password() : "");
        String database = path.length() < 2 && defaults != null ? defaults.database() : path.substring(1);
        PostgresTls tls = PostgresTls.of(key, uri, defaults == null ? PostgresTls.NONE : defaults.tls());
        List<PostgresServer> servers = new ArrayList<>();
        for (String address : authority.group(2).split(",", -1)) {
            Matcher host = HOST.matcher(address);
            if (!host.matches()) {
                throw incomplete(key);
            }
            int port = host.group(2) == null ? PORT : Integer.parseInt(host.group(2));
            servers.add(
                    new PostgresServer(host.group(1).replaceAll("[\\[\\]]", ""), port, database, user, password, tls));
        }
        return servers;
    }

    private static SettingsException incomplete(String key) {
        return new SettingsException(
                "%s: host, user or database missing (expected: postgresql://user:password@host:port/database)"
                        .formatted(key));
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    boolean isAt(PostgresServer other) {
        return host.equals(other.host) && port == other.port;
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return "%s:%d/%s".formatted(host, port, database);
    }
}
