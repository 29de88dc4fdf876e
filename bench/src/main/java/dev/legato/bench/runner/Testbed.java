package dev.legato.bench.runner;

import dev.legato.bench.protocol.ServerAddress;
import dev.legato.bench.result.Result;
import dev.legato.bench.runner.machine.Isolation;
import dev.legato.bench.runner.peer.Launch;
import dev.legato.bench.runner.peer.LaunchSettings;
import dev.legato.bench.runner.peer.Peer;
import dev.legato.bench.runner.peer.ServerProcess;
import dev.legato.bench.scenario.EdgeScenario;
import dev.legato.bench.scenario.Scenario;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Everything a run needs standing: namespace, files, servers, generators. Closing it takes all of it down again. */
final class Testbed implements AutoCloseable {
    /** Descriptors a generator process may fill with connections. */
    private static final int CONNECTIONS_A_PROCESS = 18_000;

    private final Isolation isolation;
    private final Folders folders;
    private final List<Contestant> contestants = new ArrayList<>();
    private final List<String> remarks = new ArrayList<>();
    private @Nullable Generators generators;
    private int jobs;

    private Testbed(Isolation isolation, Folders folders) {
        this.isolation = isolation;
        this.folders = folders;
    }

    static Testbed set(Scenario scenario, RunOptions options, Progress progress)
            throws IOException, InterruptedException, RunException {
        Isolation isolation = Isolation.open(options.namespace() && options.target() == null);
        Testbed stage = new Testbed(isolation, Folders.make(options.files()));
        try {
            stage.remarks.addAll(isolation.remarks());
            stage.remarks.addAll(options.remarks());
            stage.fill(scenario, options, progress);
            return stage;
        } catch (IOException | InterruptedException | RunException | RuntimeException e) {
            stage.close();
            throw e;
        }
    }

    private void fill(Scenario scenario, RunOptions options, Progress progress)
            throws IOException, InterruptedException, RunException {
        if (options.target() != null) {
            contestants.add(target(options.target(), options.targetPid()));
        }
        if (scenario instanceof EdgeScenario edge && !options.servers().isEmpty()) {
            progress.begin("writing %,d MB of audio files"
                    .formatted(edge.files().corpus().bytes() / 1_000_000));
            String remark = folders.write(edge.files().corpus());
            if (!remark.isEmpty()) {
                remarks.add(remark);
            }
            Path keys = folders.folder("keys");
            if (options.tls()) {
                Certificate.make(keys);
            }
            for (String name : options.servers()) {
                start(Peer.named(name), keys, edge.cacheBytes(), options, progress);
            }
        }
        int sides = scenario.takesTurns() ? contestants.size() : 1;
        int processes = options.processes() > 0
                ? options.processes()
                : Math.ceilDiv(sides * scenario.connections(), CONNECTIONS_A_PROCESS);
        if (processes > isolation.generatorSeats()) {
            remarks.add("%d generator processes share %d processors".formatted(processes, isolation.generatorSeats()));
        }
        generators = Generators.start(
                processes, options.generatorFlags(), folders.folder("generator").resolve("generator.log"), isolation);
    }

    private void start(Peer peer, Path keys, long cacheBytes, RunOptions options, Progress progress)
            throws IOException, InterruptedException, RunException {
        if (!peer.missing().isEmpty()) {
            throw new RunException(ExitCode.SERVER, "%s: %s".formatted(peer.name(), peer.missing()));
        }
        for (int variant = 0; variant < peer.variants(); variant++) {
            Path work = folders.folder(peer.name() + "-" + variant);
            Launch launch = peer.launch(variant, launchSettings(work, keys, cacheBytes, options));
            progress.begin("starting " + launch.name());
            ServerProcess process;
            try {
                process = ServerProcess.start(launch, work, this::place);
            } catch (IOException e) {
                throw new RunException(ExitCode.SERVER, String.valueOf(e.getMessage()), e);
            }
            Result.Server facts = new Result.Server(
                    launch.name(),
                    launch.family(),
                    launch.version(),
                    process.command(),
                    launch.environment(),
                    files(launch, process));
            contestants.add(new Contestant(facts, process.address(), process, List.of(), launch.compiles()));
        }
    }

    private List<String> place(Launch launch) {
        return launch.apart() ? isolation.besideGenerators(launch.command()) : isolation.server(launch.command());
    }

    /** The text of a server's files, and the command of the origin behind it. */
    private static Map<String, String> files(Launch launch, ServerProcess process) {
        Map<String, String> files = new TreeMap<>(launch.files());
        Launch origin = launch.origin();
        if (origin != null) {
            origin.files().forEach((name, text) -> files.put("the origin's " + name, text));
            files.put(
                    "the origin's command", String.join(" ", process.commands().getFirst()));
        }
        return files;
    }

    private static Contestant target(String url, long pid) throws RunException {
        List<Long> pids = pid == 0
                ? List.of()
                : ProcessHandle.of(pid).stream()
                        .flatMap(handle -> java.util.stream.Stream.concat(
                                java.util.stream.Stream.of(handle), handle.descendants()))
                        .map(ProcessHandle::pid)
                        .toList();
        if (pid != 0 && pids.isEmpty()) {
            throw new RunException(ExitCode.USAGE, "--pid: no process %d (expected: the server's)".formatted(pid));
        }
        return new Contestant(
                new Result.Server("target", "target", url, List.of(), Map.of(), Map.of()),
                ServerAddress.of(url),
                null,
                pids,
                true);
    }

    private LaunchSettings launchSettings(Path work, Path keys, long cacheBytes, RunOptions options)
            throws IOException {
        InetAddress here = InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        try (ServerSocket port = new ServerSocket(0, 1, here);
                ServerSocket originPort = new ServerSocket(0, 1, here)) {
            return new LaunchSettings(
                    folders.folder("audio"),
                    work,
                    port.getLocalPort(),
                    originPort.getLocalPort(),
                    options.tls(),
                    keys,
                    options.paced(),
                    cacheBytes);
        }
    }

    /** The number of the next job, from 1. */
    int nextJob() {
        return ++jobs;
    }

    Isolation isolation() {
        return isolation;
    }

    Path audio() throws IOException {
        return folders.folder("audio");
    }

    Path scratch() throws IOException {
        return folders.folder("scratch");
    }

    List<Contestant> contestants() {
        return contestants;
    }

    List<String> remarks() {
        return remarks;
    }

    Generators generators() {
        if (generators == null) {
            throw new IllegalStateException("no generators (expected: a stage that is set)");
        }
        return generators;
    }

    @Override
    public void close() throws IOException {
        if (generators != null) {
            generators.close();
        }
        for (Contestant contestant : contestants) {
            if (contestant.process() != null) {
                contestant.process().close();
            }
        }
        isolation.close();
        folders.close();
    }
}
