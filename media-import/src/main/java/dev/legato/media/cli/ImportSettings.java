package dev.legato.media.cli;

import dev.legato.media.audio.Ladder;
import dev.legato.media.catalogue.ClientToken;
import dev.legato.media.pipeline.MediaImporter.Places;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.tls.ClientTls;
import dev.legato.store.StoreSettings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;

/**
 * How an import runs against a system that is up already.
 *
 * @param places {@link StoreSettings}, {@code import.index} and {@code import.metadata}
 * @param ladder {@code import.renditions}
 * @param account {@code import.account}, account-api's base
 * @param client {@code import.client}, the importer's name at account-api
 * @param secret {@code import.secret}, what it proves itself with
 * @param parallelism {@code import.parallelism}, files at a time; as many as there are cores if it is not set
 */
public record ImportSettings(Places places, Ladder ladder, URI account, String client, String secret, int parallelism) {
    private static final int MAX_PARALLEL = 256;

    public static ImportSettings from(Settings settings) {
        Places places = new Places(
                StoreSettings.from(settings),
                settings.path("import.index", Path.of("data/import-index")),
                settings.uri("import.metadata", URI.create("http://127.0.0.1:8102"), "http", "https"),
                ClientTls.from(settings));
        return new ImportSettings(
                places,
                Ladder.from(settings),
                settings.uri("import.account", URI.create("http://127.0.0.1:8101"), "http", "https"),
                settings.text("import.client", "importer"),
                settings.required("import.secret"),
                (int) settings.integer(
                        "import.parallelism", Runtime.getRuntime().availableProcessors(), 1, MAX_PARALLEL));
    }

    /** Where a running {@code ./legato up} keeps the settings of an import into it: {@code DATA/secrets/import.yaml}. */
    public static Path fileOfUp(Path data) {
        return data.resolve("secrets").resolve("import.yaml");
    }

    /** Access tokens for what imports. */
    public ClientToken token(Clock clock) {
        return new ClientToken(account, client, secret, clock, places.tls());
    }

    @Override
    public String toString() {
        return "ImportSettings[%s, %s, account %s, client %s, parallelism %d]"
                .formatted(places, ladder, account, client, parallelism);
    }
}
