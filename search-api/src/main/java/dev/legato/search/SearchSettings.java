package dev.legato.search;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.links.EdgeOrigins;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.search.life.IndexKeeper.Places;
import dev.legato.search.opensearch.OpenSearchSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Search-api's settings, section {@code search}.
 *
 * @param places {@code search.indexFolder}, this instance's own folder for its index: the topic can restore all of it, so
 *     losing it costs time and nothing else; {@code search.snapshotFolder}, which all instances share and from which a new
 *     one starts, none by default; {@code search.snapshotEvery}, how old the newest snapshot must be for another
 * @param openSearch where the index is kept if {@code search.opensearch.uri} is set; otherwise it lies in this process
 * @param edge {@code links.edgeUrl} and {@code links.hosts}, where covers are
 */
public record SearchSettings(
        HttpSettings http,
        Places places,
        Optional<OpenSearchSettings> openSearch,
        PostgresSettings postgres,
        KafkaSettings kafka,
        TokenSettings tokens,
        EdgeOrigins edge) {

    public static SearchSettings from(Settings settings) {
        return new SearchSettings(
                HttpSettings.from(settings, LegatoService.SEARCH),
                new Places(
                        settings.path(
                                "search.indexFolder", Path.of(System.getProperty("java.io.tmpdir"), "legato-search")),
                        settings.path("search.snapshotFolder").orElse(null),
                        settings.duration(
                                "search.snapshotEvery",
                                Duration.ofHours(1),
                                Duration.ofMinutes(1),
                                Duration.ofHours(12))),
                OpenSearchSettings.from(settings),
                PostgresSettings.from(settings),
                KafkaSettings.from(settings),
                TokenSettings.from(settings),
                EdgeOrigins.from(settings));
    }
}
