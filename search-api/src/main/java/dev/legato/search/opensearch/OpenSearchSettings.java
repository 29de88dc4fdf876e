package dev.legato.search.opensearch;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import dev.legato.runtime.tls.ClientTls;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/**
 * How to reach OpenSearch, and how the index lies in it.
 *
 * @param uri {@code search.opensearch.uri}, {@code http} or {@code https}, of one node or of what stands before several
 * @param user {@code search.opensearch.user}, or empty without authentication
 * @param password {@code search.opensearch.password}; never logged
 * @param index {@code search.opensearch.index}, the alias under which the index is searched
 * @param shards {@code search.opensearch.shards}, fixed when an index is built
 * @param replicas {@code search.opensearch.replicas}, of each shard
 * @param routing {@code search.opensearch.routing}, what decides which shard a document lies in
 * @param timeout {@code search.opensearch.timeout}, how long an answer is waited for
 * @param tls {@code tls.…}, what it trusts and shows with {@code https}
 */
public record OpenSearchSettings(
        URI uri,
        String user,
        String password,
        String index,
        int shards,
        int replicas,
        Routing routing,
        Duration timeout,
        ClientTls tls) {

    /** What decides which shard a document lies in. */
    public enum Routing {
        /** Its id: every search asks all shards. */
        ID,
        /** Its kind: a search of one kind asks one shard. */
        KIND
    }

    /** Reads them, or nothing if no {@code search.opensearch.uri} is set, which stands for the index inside the process. */
    public static Optional<OpenSearchSettings> from(Settings settings) {
        Optional<URI> uri = settings.uri("search.opensearch.uri", "http", "https");
        String user = settings.text("search.opensearch.user").orElse("");
        String password = settings.secret("search.opensearch.password").orElse("");
        String index = settings.text("search.opensearch.index", "legato-search");
        if (!index.matches("[a-z][a-z0-9-]{0,100}")) {
            throw new SettingsException(
                    "search.opensearch.index: %s (expected: a small letter, then small letters, digits and hyphens)"
                            .formatted(index));
        }
        if (user.isEmpty() != password.isEmpty()) {
            throw new SettingsException("search.opensearch.user and search.opensearch.password belong together");
        }
        OpenSearchSettings read = new OpenSearchSettings(
                uri.orElse(URI.create("http://127.0.0.1:9200")),
                user,
                password,
                index,
                (int) settings.integer("search.opensearch.shards", 1, 1, 256),
                (int) settings.integer("search.opensearch.replicas", 1, 0, 16),
                settings.choice("search.opensearch.routing", Routing.ID),
                settings.duration(
                        "search.opensearch.timeout",
                        Duration.ofSeconds(2),
                        Duration.ofMillis(50),
                        Duration.ofSeconds(30)),
                ClientTls.from(settings));
        return uri.map(_ -> read);
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return "%s://%s:%d/%s".formatted(uri.getScheme(), uri.getHost(), uri.getPort(), index);
    }
}
