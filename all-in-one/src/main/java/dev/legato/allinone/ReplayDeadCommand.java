package dev.legato.allinone;

import dev.legato.contracts.Topics;
import dev.legato.embedded.StartupException;
import dev.legato.runtime.kafka.DeadLetterReplay;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ./legato replay-dead TOPIC}: dead letters back to their topic, after what was wrong is mended. */
@Command(
        name = "replay-dead",
        description = "Send a topic's dead letters back to it, each once; one that dies again is dead again.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class ReplayDeadCommand implements Callable<Integer> {
    @Parameters(paramLabel = "TOPIC", description = "catalogue, heard or plays")
    private String topic = "";

    @Option(names = "--dry-run", description = "List the letters with their reasons, and send nothing.")
    private boolean dryRun;

    @Option(names = "--data", paramLabel = "DIR", description = "The data folder of a running ./legato up.")
    private Path data = Path.of("data");

    @Option(names = "--config", paramLabel = "FILE", description = "Settings with a section kafka, instead of --data.")
    private @Nullable Path config;

    @Override
    public Integer call() {
        if (!Topics.READ.contains(topic)) {
            throw new StartupException(
                    "no dead letters of '%s' (expected: one of %s)".formatted(topic, new TreeSet<>(Topics.READ)));
        }
        DeadLetterReplay.Report report = replay();
        System.out.printf(
                "%s: %d %s, %d kept back%n",
                Topics.dead(topic), report.sent(), dryRun ? "to send" : "sent", report.keptBack());
        report.unread()
                .ifPresent(reason ->
                        System.err.printf("legato: not all letters were read, run it again later: %s%n", reason));
        return report.unread().isEmpty() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
    }

    private DeadLetterReplay.Report replay() {
        try {
            return new DeadLetterReplay(kafka(), topic).run(dryRun, System.out::println);
        } catch (IllegalStateException e) {
            throw new StartupException(String.valueOf(e.getMessage()), e);
        }
    }

    private KafkaSettings kafka() {
        Path door = ImportDoor.file(data);
        Settings settings = Settings.load(config == null && Files.exists(door) ? door : config, System.getenv());
        if (settings.text("kafka.bootstrap").isEmpty()) {
            throw new StartupException(
                    "kafka.bootstrap: not set (is a ./legato up running with --data %s? else name --config)"
                            .formatted(data));
        }
        return KafkaSettings.from(settings);
    }
}
