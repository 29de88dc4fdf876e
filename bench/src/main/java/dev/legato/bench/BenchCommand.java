package dev.legato.bench;

import dev.legato.bench.report.ReportFolder;
import dev.legato.bench.result.Result;
import dev.legato.bench.runner.BenchRun;
import dev.legato.bench.runner.ExitCode;
import dev.legato.bench.runner.Gateway;
import dev.legato.bench.runner.Progress;
import dev.legato.bench.runner.RunException;
import dev.legato.bench.runner.RunOptions;
import dev.legato.bench.runner.peer.Peer;
import dev.legato.bench.scenario.CacheScenario;
import dev.legato.bench.scenario.EdgeScenario;
import dev.legato.bench.scenario.Scenario;
import dev.legato.bench.scenario.ScenarioFile;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A run from the command line. */
@Command(
        name = "bench",
        description = {
            "Measures Legato, and any audio edge beside it: honest, comparable, one report a run.",
            "Scenarios: range, handshakes, players, cache-hits, cache-objects, cache-misses, cache-mix, cache-start, or cache for",
            "all of these; start, api, searches, ingest; or a YAML file of your own."
        },
        mixinStandardHelpOptions = true,
        sortOptions = false,
        usageHelpAutoWidth = true,
        footer = {
            "",
            "Exit codes: 0 the figures stand; 1 the server failed; 2 wrong usage; 3 refused, the generator was the",
            "bottleneck; 4 the report could not be written; 5 the machine was never quiet; 130 stopped by Ctrl-C."
        })
final class BenchCommand implements Callable<Integer> {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    private final Clock clock;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SCENARIO", description = "what to measure")
    private @Nullable String scenario;

    @Mixin
    private final ShapeOptions shape = new ShapeOptions();

    @Option(
            names = "--peer",
            split = ",",
            paramLabel = "NAME",
            description =
                    "opponents in the same run: nginx, caddy, varnish, haproxy, limit, and nginx-cache, varnish-cache,"
                            + " haproxy-cache, trafficserver-cache; none: Legato alone (default: the scenario's)")
    private @Nullable List<String> peers;

    @Option(names = "--without-legato", description = "measure the peers alone")
    private boolean withoutLegato;

    @Option(
            names = "--target",
            paramLabel = "URL",
            description = "measure a server that runs already; see: bench files")
    private @Nullable String target;

    @Option(names = "--pid", description = "the target's process, for its CPU and memory")
    private long pid;

    @Option(names = "--gateway", paramLabel = "URL", description = "of a running system, for start, api and ingest")
    private String gateway = "http://127.0.0.1:8080";

    @Option(names = "--tls", description = "TLS 1.3 on both sides")
    private boolean tls;

    @Option(
            names = "--paced",
            description =
                    "have Legato pace its answers as for listeners: 10 s of 160 kbit/s at once, then 3 times that")
    private boolean paced;

    @Option(names = "--out", paramLabel = "DIR", description = "the report's folder (default: bench-TIME-SCENARIO)")
    private @Nullable Path out;

    @Option(
            names = "--files",
            paramLabel = "DIR",
            description =
                    "where the audio files go (default: the folder for temporary files, locked in memory; else tmpfs)")
    private @Nullable Path files;

    @Option(names = "--processes", paramLabel = "N", description = "generator processes (default: as many as needed)")
    private int processes;

    @Option(
            names = "--generator-options",
            split = " ",
            paramLabel = "FLAGS",
            description = "of the generators' JVMs, such as -Xmx2g for very many connections")
    private List<String> generatorFlags = List.of();

    @Option(names = "--accept-noise", description = "count noisy rounds too, with a remark")
    private boolean acceptNoise;

    @Option(names = "--no-strace", description = "do not count system calls")
    private boolean noStrace;

    @Option(names = "--no-namespace", description = "use the host's network")
    private boolean noNamespace;

    @Option(
            names = "--open-loads",
            split = ",",
            paramLabel = "PERCENT",
            description =
                    "range: what part of each server's capacity independent clients ask for, after the closed loop;"
                            + " 0: none (default: 50,80)")
    private List<Integer> openLoads = List.of(50, 80);

    @Option(names = "--quick", description = "under 60 s, without root or peers: proves that the bench itself works")
    private boolean quick;

    BenchCommand(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Integer call() throws InterruptedException {
        PrintStream err = System.err;
        try {
            String named = scenario == null ? "range" : scenario;
            List<String> all = ScenarioFile.expand(named);
            String name = all.size() == 1 ? ScenarioFile.read(named).name() : named;
            Path folder = out != null ? out : Path.of("bench-" + STAMP.format(clock.instant()) + "-" + name);
            int code = ExitCode.OK;
            for (String one : all) {
                // The first one that is not well says how all of them ended; Ctrl-C ends them all.
                int ended = measure(one, all.size() == 1 ? folder : folder.resolve(one));
                code = code == ExitCode.OK ? ended : code;
                if (ended == ExitCode.INTERRUPTED) {
                    break;
                }
            }
            return code;
        } catch (IllegalArgumentException | UnsupportedOperationException e) {
            err.println("bench: " + e.getMessage());
            return ExitCode.USAGE;
        } catch (RunException e) {
            err.println("bench: " + e.getMessage());
            return e.exitCode();
        } catch (IOException | UncheckedIOException e) {
            err.println("bench: the report cannot be written: " + e.getMessage());
            return ExitCode.REPORT;
        }
    }

    private int measure(String name, Path folder) throws IOException, InterruptedException, RunException {
        Scenario planned = shape.apply(ScenarioFile.read(name), quick);
        ReportFolder.prepare(folder);
        try {
            return run(planned, folder);
        } finally {
            ReportFolder.discardEmpty(folder);
        }
    }

    private int run(Scenario planned, Path folder) throws IOException, InterruptedException, RunException {
        Progress progress = new Progress(System.out, Progress.isTerminal());
        BenchRun run = new BenchRun(
                planned, options(planned, folder), new Gateway(gateway).learn(planned, clock), progress, clock);
        CountDownLatch finished = new CountDownLatch(1);
        Thread ending = new Thread(() -> {
            run.stop();
            await(finished);
        });
        Runtime.getRuntime().addShutdownHook(ending);
        try {
            Result result = run.run();
            progress.line("");
            // Before the report, which may find no room: then these lines are all there is.
            Summary.print(result, System.out);
            ReportFolder.write(folder, result);
            System.out.println("report: " + folder.toAbsolutePath().normalize().resolve("report.html"));
            return run.exitCode();
        } finally {
            finished.countDown();
            removeHook(ending);
        }
    }

    /** On Ctrl-C the run ends its round and writes what it has; the JVM waits for that, but not for ever. */
    private static void await(CountDownLatch finished) {
        try {
            boolean unused = finished.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void removeHook(Thread hook) {
        try {
            boolean unused = Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // The JVM is ending: the hook is what waits for us.
        }
    }

    private RunOptions options(Scenario planned, Path folder) {
        List<String> servers = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        if (planned instanceof EdgeScenario edge) {
            if (target == null && !withoutLegato) {
                servers.add(edge.ours());
            }
            List<String> opponents = peers != null ? peers : quick ? List.of("limit") : edge.peers();
            opponents.stream().filter(name -> !name.equals("none")).forEach(servers::add);
            if (quick) {
                servers.removeIf(name -> !Peer.named(name).missing().isEmpty());
            } else if (peers == null && planned instanceof CacheScenario) {
                // Few machines have all of these; whoever names a peer wants it.
                servers.removeIf(name -> isAbsent(name, remarks));
            }
        }
        List<String> command = new ArrayList<>(List.of("./legato", "bench"));
        command.addAll(spec.commandLine().getParseResult().originalArgs());
        return new RunOptions(
                servers,
                planned instanceof EdgeScenario ? target : gateway,
                pid,
                folder,
                files,
                processes,
                generatorFlags,
                tls,
                paced,
                acceptNoise || quick,
                !noStrace && !quick,
                !noNamespace,
                quick ? List.of() : openLoads,
                remarks,
                command);
    }

    private static boolean isAbsent(String name, List<String> remarks) {
        String missing = Peer.named(name).missing();
        if (!missing.isEmpty()) {
            remarks.add("without %s: %s".formatted(name, missing));
        }
        return !missing.isEmpty();
    }
}
