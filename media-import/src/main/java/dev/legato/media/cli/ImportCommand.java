package dev.legato.media.cli;

import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.source.FolderSource;
import dev.legato.media.upkeep.Purge;
import dev.legato.media.upkeep.Scrub;
import dev.legato.media.upkeep.Watch;
import dev.legato.runtime.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code import DIR}, the only way to import from a shell: its options, and the work they ask for. A command line mixes it
 * in, shows its progress and prints its report.
 */
public final class ImportCommand {
    private static final int SOME_FAILED = 1;

    @Parameters(paramLabel = "DIR", arity = "0..1", description = "Looked through with all folders below it.")
    private @Nullable Path music;

    @Option(names = "--dry-run", description = "Say what would change, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--watch",
            description = "Go on, and take up what is added, retagged, moved or removed within seconds.")
    private boolean watch;

    @Option(
            names = "--scrub",
            description = "Without DIR: compare every stored object with its checksum, set corrupted ones aside, and"
                    + " remove what killed imports left.")
    private boolean scrub;

    @Option(
            names = "--purge",
            description = "Without DIR: delete for good the tracks whose files are gone; with --dry-run, say which.")
    private boolean purge;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder of the ./legato up to import into.")
    private Path data = Path.of("data");

    @Option(names = "--config", paramLabel = "FILE", description = "Settings with a section import, instead of --data.")
    private @Nullable Path config;

    /**
     * Does what the options ask for; {@code --watch} goes on until the thread is interrupted.
     *
     * @param environment its {@code LEGATO_…} variables win over the file of settings
     * @param progress watches an import, except those of {@code --watch}
     * @param out receives the report, a line at a time
     * @return 0, or 1 if some files could not be imported or some objects were corrupted
     * @throws dev.legato.runtime.settings.SettingsException if a setting is missing or wrong
     * @throws IOException if nothing could be tried; its message says why
     */
    public int run(Map<String, String> environment, Clock clock, ImportProgress progress, Consumer<String> out)
            throws IOException, InterruptedException {
        if (!scrub && !purge && (music == null || !Files.isDirectory(music))) {
            throw new IOException(
                    music == null
                            ? "no DIR (expected: a folder, or --scrub or --purge)"
                            : "%s: no such folder".formatted(music));
        }
        Settings settings = Settings.load(config == null ? settingsOfUp() : config, environment);
        ImportSettings into = ImportSettings.from(settings);
        settings.rejectUnknown();
        if (purge) {
            new Purge(into.places(), into.token(clock), clock)
                    .run(dryRun)
                    .lines()
                    .forEach(out);
            return 0;
        }
        if (scrub || music == null) {
            Scrub.Report report = new Scrub(into.places().store(), into.places().index(), clock).run();
            report.lines().forEach(out);
            return report.corrupted().isEmpty() ? 0 : SOME_FAILED;
        }
        FolderSource source = new FolderSource(music);
        MediaImporter importer =
                new MediaImporter(into.places(), into.ladder(), into.token(clock), into.parallelism(), clock);
        if (dryRun) {
            importer.plan(source).lines().forEach(out);
            return 0;
        }
        if (watch) {
            new Watch(source, () -> importer.run(source, ImportProgress.NONE), out).run();
        }
        ImportReport report = importer.run(source, progress);
        report.lines().forEach(out);
        return report.failed().isEmpty() ? 0 : SOME_FAILED;
    }

    private Path settingsOfUp() throws IOException {
        Path file = ImportSettings.fileOfUp(data);
        if (!Files.exists(file)) {
            throw new IOException("%s: not there (is a ./legato up running with --data %s? else name --config)"
                    .formatted(file, data));
        }
        return file;
    }
}
