package dev.legato.allinone;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.Launcher;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./legato run SERVICE}: one service alone. */
@Command(
        name = "run",
        description = "Run one service alone, joined to the cluster its configuration names.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "SERVICE",
            description = "One of ${COMPLETION-CANDIDATES}",
            completionCandidates = Names.class)
    private String service = "";

    @Option(names = "--config", paramLabel = "FILE", description = "Settings in YAML; LEGATO_… variables win over it.")
    private @Nullable Path config;

    /** The services' names in alphabetical order. */
    private static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return names().iterator();
        }
    }

    @Override
    public Integer call() {
        LegatoService chosen = Arrays.stream(LegatoService.values())
                .filter(one -> one.label().equals(service))
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        Objects.requireNonNull(spec).commandLine(),
                        "no service '%s' (expected: %s)".formatted(service, String.join(", ", names().toList()))));
        Launcher.launch(
                config == null ? new String[0] : new String[] {"--config", config.toString()},
                Map.of(),
                settings -> Services.cluster(chosen, settings),
                (settings, cluster) -> Services.create(chosen, settings, cluster));
        return 0;
    }

    private static Stream<String> names() {
        return Arrays.stream(LegatoService.values()).map(LegatoService::label).sorted();
    }
}
