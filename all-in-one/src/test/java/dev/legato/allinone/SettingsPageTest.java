package dev.legato.allinone;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.legato.account.AccountSettings;
import dev.legato.allinone.acme.AcmeSettings;
import dev.legato.analytics.AnalyticsSettings;
import dev.legato.cluster.Cluster;
import dev.legato.edge.EdgeSettings;
import dev.legato.gateway.GatewaySettings;
import dev.legato.ingest.IngestSettings;
import dev.legato.media.cli.ImportSettings;
import dev.legato.metadata.MetadataSettings;
import dev.legato.player.WebPlayerService;
import dev.legato.playlist.PlaylistSettings;
import dev.legato.recommend.RecommendSettings;
import dev.legato.runtime.logging.LogSettings;
import dev.legato.runtime.management.ManagementSettings;
import dev.legato.runtime.settings.Setting;
import dev.legato.runtime.settings.Settings;
import dev.legato.search.SearchSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page of all settings says what the programs read: key, variable, values and default of a row come from the code, and
 * only what it is for is written by hand.
 */
class SettingsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "operations", "settings.md");

    /** What the page should be, after a failure. */
    private static final Path CORRECTED = Path.of("target", "settings.md");

    private static final List<Function<Settings, ?>> READERS = List.of(
            AccountSettings::from,
            AnalyticsSettings::from,
            EdgeSettings::from,
            GatewaySettings::from,
            ImportSettings::from,
            IngestSettings::from,
            MetadataSettings::from,
            WebPlayerService::new,
            PlaylistSettings::from,
            RecommendSettings::from,
            SearchSettings::from,
            Cluster::from,
            LogSettings::from,
            ManagementSettings::from,
            AcmeSettings::from);

    /** Defaults that depend on another setting or on the machine. */
    private static final Map<String, String> DEPENDING = Map.ofEntries(
            entry("analytics.stateDir", "`legato-analytics` in `/tmp`"),
            entry("edge.cacheControl", "a year, immutable; open: 60 s"),
            entry("edge.connectionsPerAddress", "as `edge.connections`"),
            entry("edge.eventLoops", "one per core"),
            entry("edge.openFiles", "`1024`, or an eighth of the process's descriptors"),
            entry("edge.requestRate", "`10000`; open: `0`"),
            entry("edge.trust", "`1m`; open: `10s`"),
            entry("gateway.requestsPerNetwork", "as `gateway.requestsPerWindow`"),
            entry("import.parallelism", "one per core"),
            entry("import.s3.path-style", "`true` with an endpoint"),
            entry("search.indexFolder", "`legato-search` in `/tmp`"));

    /** The bound depends on the machine, too. */
    private static final Map<String, String> DEPENDING_VALUES =
            Map.of("edge.openFiles", "a whole number from 1 to an eighth of the descriptors");

    private static final Pattern ROW = Pattern.compile("\\| `([a-z][\\w-]*(?:\\.[\\w-]+)+)` \\|.*\\|([^|]*)\\|");
    private static final Pattern WRITTEN = Pattern.compile(
            "\\.(?:text|required|flag|integer|port|duration|bytes|choice|uri|path|list|secret|secretUri|mapping)\\(\\s*\"([a-z]\\w*(?:\\.[\\w-]+)+)\"");

    @TempDir
    private Path folder;

    @Test
    void page_ofAllSettings_hasARowForEach_asTheCodeReadsIt() throws Exception {
        Map<String, Setting> missing = asked();
        List<String> corrected = new ArrayList<>();
        for (String line : Files.readAllLines(PAGE)) {
            var row = ROW.matcher(line);
            if (!row.matches()) {
                corrected.add(line);
                continue;
            }
            Setting setting = missing.remove(row.group(1));
            if (setting != null) {
                corrected.add(row(setting, row.group(2).strip()));
            }
        }
        missing.values().forEach(setting -> corrected.add(row(setting, "")));
        Files.write(CORRECTED, corrected);
        assertEquals(
                String.join("\n", corrected),
                String.join("\n", Files.readAllLines(PAGE)),
                "all-in-one/target/settings.md is the page as it should be; new rows stand at its end");
        assertFalse(
                corrected.stream().anyMatch(line -> line.endsWith("|  |")),
                "a row does not say what its setting is for");
    }

    /** A service that the readers above miss would show here. */
    @Test
    void page_ofAllSettings_namesEveryKeyInTheSources() throws Exception {
        Set<String> written = new TreeSet<>();
        try (Stream<Path> sources = Files.walk(Path.of(".."))) {
            sources.filter(file -> file.toString().matches(".*/src/main/.*\\.java"))
                    .flatMap(file -> WRITTEN.matcher(text(file)).results())
                    .forEach(found -> written.add(found.group(1)));
        }
        assertFalse(written.isEmpty());
        written.removeAll(asked().keySet());
        assertEquals(Set.of(), written);
    }

    private Map<String, Setting> asked() {
        Map<String, String> needed = Map.of(
                "postgres.uri",
                "postgresql://user:password@host/database",
                "links.keys",
                "k1:" + "A".repeat(43) + "=",
                "account.masterKey",
                "A".repeat(43) + "=",
                "edge.root",
                folder.toString(),
                "import.secret",
                "s");
        Map<String, Setting> asked = new TreeMap<>();
        for (Function<Settings, ?> reader : READERS) {
            Settings settings = Settings.of(needed);
            var _ = reader.apply(settings);
            settings.asked().forEach((key, setting) -> {
                Setting other = asked.putIfAbsent(key, setting);
                assertEquals(other == null ? setting : other, setting, "two programs read a setting in two ways");
            });
        }
        return asked;
    }

    private static String row(Setting setting, String purpose) {
        String fallback = setting.fallback().isEmpty() ? "–" : "`%s`".formatted(setting.fallback());
        return Stream.of(
                        "`%s`".formatted(setting.key()),
                        "`%s`".formatted(setting.variable()),
                        DEPENDING_VALUES.getOrDefault(setting.key(), setting.accepts()),
                        DEPENDING.getOrDefault(setting.key(), fallback),
                        purpose)
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
