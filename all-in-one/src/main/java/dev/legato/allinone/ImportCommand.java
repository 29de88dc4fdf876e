package dev.legato.allinone;

import dev.legato.embedded.StartupException;
import dev.legato.media.cli.ImportSettings;
import dev.legato.media.pipeline.DryRun;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.source.FolderSource;
import dev.legato.media.upkeep.Purge;
import dev.legato.media.upkeep.Scrub;
import dev.legato.media.upkeep.Watch;
import dev.legato.runtime.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./legato import DIR}: more music into a system that is up. */
@Command(
        name = "import",
        description = "Import a folder of music into a running system. Doing it again changes nothing.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ImportCommand implements Callable<Integer> {
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

    @Override
    public Integer call() throws Exception {
        if (!scrub && !purge && (music == null || !Files.isDirectory(music))) {
            throw new StartupException(
                    music == null
                            ? "no DIR (expected: a folder, or --scrub or --purge)"
                            : "%s: no such folder".formatted(music));
        }
        Console console = Console.ofProcess();
        Lifecycle lifecycle = Lifecycle.ofProcess(() -> console.say("Stopped."));
        return lifecycle.run(() -> lifecycle.interruptibly(() -> run(console)));
    }

    private int run(Console console) throws Exception {
        Settings settings = Settings.load(config == null ? doorOfUp() : config, System.getenv());
        ImportSettings into = ImportSettings.from(settings);
        settings.rejectUnknown();
        Clock clock = Clock.systemUTC();
        if (purge) {
            new Purge(into.places(), into.token(clock), clock)
                    .run(dryRun)
                    .lines()
                    .forEach(console::say);
            return 0;
        }
        if (scrub || music == null) {
            Scrub.Report report = new Scrub(into.places().store(), into.places().index(), clock).run();
            report.lines().forEach(console::say);
            return report.corrupted().isEmpty() ? 0 : SOME_FAILED;
        }
        if (dryRun) {
            DryRun run = new DryRun(into.places(), into.ladder(), into.parallelism(), clock);
            DryRun.report(run.run(new FolderSource(music))).forEach(console::say);
            return 0;
        }
        FolderSource source = new FolderSource(music);
        MediaImporter importer =
                new MediaImporter(into.places(), into.ladder(), into.token(clock), into.parallelism(), clock);
        if (watch) {
            new Watch(source, () -> importer.run(source, ImportProgress.NONE), console::say).run();
        }
        ImportReport report = importer.run(source, console);
        report.lines().forEach(console::say);
        return report.failed().isEmpty() ? 0 : SOME_FAILED;
    }

    private Path doorOfUp() {
        Path door = ImportDoor.file(data);
        if (!Files.exists(door)) {
            throw new StartupException("%s: not there (is a ./legato up running with --data %s? else name --config)"
                    .formatted(door, data));
        }
        return door;
    }
}
