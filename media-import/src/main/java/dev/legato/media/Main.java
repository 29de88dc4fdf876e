package dev.legato.media;

import dev.legato.media.demo.DemoMusic;
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
 * Imports a folder into a running system: {@code Main [--config FILE] DIR}, or {@code --demo DIR} to render the demo
 * music there and import it. Exits with 0 if every file is in, 1 if some could not be imported, 2 if nothing was tried.
 */
public final class Main {
    private static final String USAGE = "usage: import [--config FILE] DIR | import [--config FILE] --demo DIR";
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
            Path demo = option(words, "--demo");
            if (demo == null ? words.size() != 1 : !words.isEmpty()) {
                out.println(USAGE);
                return NOT_TRIED;
            }
            MusicSource source = demo == null ? new FolderSource(Path.of(words.getFirst())) : new DemoMusic(demo);
            Settings settings = Settings.load(config, environment);
            ImportSettings read = ImportSettings.from(settings);
            settings.rejectUnknown();
            ClientToken token = new ClientToken(read.account(), read.client(), read.secret(), clock);
            ImportReport report = new MediaImporter(read.places(), read.ladder(), token, read.parallelism(), clock)
                    .run(source, new PlainProgress(out::println));
            report.lines().forEach(out::println);
            return report.failed().isEmpty() ? 0 : SOME_FAILED;
        } catch (SettingsException e) {
            out.println("legato: " + e.getMessage());
        } catch (IOException e) {
            out.println("legato: nothing imported: " + e);
        }
        return NOT_TRIED;
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
