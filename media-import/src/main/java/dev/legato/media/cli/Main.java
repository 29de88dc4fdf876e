package dev.legato.media.cli;

import dev.legato.media.pipeline.DryRun;
import dev.legato.media.pipeline.ImportProgress;
import dev.legato.media.pipeline.ImportReport;
import dev.legato.media.pipeline.MediaImporter;
import dev.legato.media.source.FolderSource;
import dev.legato.media.source.MusicSource;
import dev.legato.media.upkeep.Purge;
import dev.legato.media.upkeep.Scrub;
import dev.legato.media.upkeep.Watch;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Imports a folder into a running system: {@code Main [--config FILE] DIR}; {@code --dry-run} only says what it would do; {@code --watch} goes on importing what changes; {@code --scrub} looks the store through; {@code --purge} deletes the
 * tracks whose files are gone. Exits with 0 if every file is in and every
 * object whole, 1 if some could not be imported or were corrupted, 2 if nothing was tried.
 */
public final class Main {
    private static final String USAGE =
            "usage: import [--config FILE] [--dry-run | --watch] DIR | import [--config FILE] --scrub"
                    + " | import [--config FILE] --purge [--dry-run]";
    private static final int SOME_FAILED = 1;
    private static final int NOT_TRIED = 2;

    private Main() {}

    @SuppressWarnings("SystemOut") // this is the command line
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments), System.getenv(), Clock.systemUTC(), System.out));
    }

    static int run(List<String> arguments, Map<String, String> environment, Clock clock, PrintStream out)
            throws InterruptedException {
        List<String> words = new ArrayList<>(arguments);
        try {
            Path config = option(words, "--config");
            if (words.equals(List.of("--scrub"))) {
                return scrub(Settings.load(config, environment), clock, out);
            }
            boolean dryRun = words.remove("--dry-run");
            if (words.equals(List.of("--purge"))) {
                return purge(Settings.load(config, environment), dryRun, clock, out);
            }
            boolean watch = words.remove("--watch");
            if (words.size() != 1) {
                out.println(USAGE);
                return NOT_TRIED;
            }
            MusicSource source = new FolderSource(Path.of(words.getFirst()));
            Settings settings = Settings.load(config, environment);
            ImportSettings read = ImportSettings.from(settings);
            settings.rejectUnknown();
            if (dryRun) {
                DryRun run = new DryRun(read.places(), read.ladder(), read.parallelism(), clock);
                DryRun.report(run.run(source)).forEach(out::println);
                return 0;
            }
            MediaImporter importer =
                    new MediaImporter(read.places(), read.ladder(), read.token(clock), read.parallelism(), clock);
            if (watch) {
                new Watch(source, () -> importer.run(source, ImportProgress.NONE), out::println).run();
            }
            ImportReport report = importer.run(source, new PlainProgress(out::println));
            report.lines().forEach(out::println);
            return report.failed().isEmpty() ? 0 : SOME_FAILED;
        } catch (SettingsException e) {
            out.println("legato: " + e.getMessage());
        } catch (IOException e) {
            out.println("legato: nothing done: " + e);
        }
        return NOT_TRIED;
    }

    private static int scrub(Settings settings, Clock clock, PrintStream out) throws IOException {
        ImportSettings read = ImportSettings.from(settings);
        settings.rejectUnknown();
        Scrub.Report report = new Scrub(read.places().store(), read.places().index(), clock).run();
        report.lines().forEach(out::println);
        return report.corrupted().isEmpty() ? 0 : SOME_FAILED;
    }

    private static int purge(Settings settings, boolean dryRun, Clock clock, PrintStream out)
            throws IOException, InterruptedException {
        ImportSettings read = ImportSettings.from(settings);
        settings.rejectUnknown();
        Purge.Report report = new Purge(read.places(), read.token(clock), clock).run(dryRun);
        report.lines().forEach(out::println);
        return 0;
    }

    private static @Nullable Path option(List<String> words, String name) {
        int at = words.indexOf(name);
        if (at < 0 || at + 1 >= words.size()) {
            return null;
        }
        words.remove(at);
        return Path.of(words.remove(at));
    }
}
