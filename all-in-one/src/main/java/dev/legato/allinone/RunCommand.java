package dev.legato.allinone;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
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
    private static final Map<String, Consumer<String[]>> SERVICES = new TreeMap<>(Map.of(
            "account", dev.legato.account.Main::main,
            "analytics", dev.legato.analytics.Main::main,
            "edge", dev.legato.edge.Main::main,
            "gateway", dev.legato.gateway.Main::main,
            "ingest", dev.legato.ingest.Main::main,
            "metadata", dev.legato.metadata.Main::main,
            "player", dev.legato.player.Main::main,
            "playlist", dev.legato.playlist.Main::main,
            "recommend", dev.legato.recommend.Main::main));

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "SERVICE",
            description = "account, analytics, edge, gateway, ingest, metadata, player, playlist or recommend")
    private String service = "";

    @Option(names = "--config", paramLabel = "FILE", description = "Settings in YAML; LEGATO_… variables win over it.")
    private @Nullable Path config;

    @Override
    public Integer call() {
        Consumer<String[]> main = SERVICES.get(service);
        if (main == null) {
            throw new ParameterException(
                    java.util.Objects.requireNonNull(spec).commandLine(),
                    "no service '%s' (expected: %s)".formatted(service, String.join(", ", SERVICES.keySet())));
        }
        main.accept(config == null ? new String[0] : new String[] {"--config", config.toString()});
        return 0;
    }
}
