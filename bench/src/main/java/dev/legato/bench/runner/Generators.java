package dev.legato.bench.runner;

import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.runner.machine.Isolation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The generator processes of a run; each does its share of every job. */
final class Generators implements AutoCloseable {
    private final List<GeneratorProcess> processes = new ArrayList<>();
    private final List<String> flags;
    private final Path log;
    private final Isolation isolation;

    private Generators(List<String> flags, Path log, Isolation isolation) {
        this.flags = flags;
        this.log = log;
        this.isolation = isolation;
    }

    /** @param flags of their JVMs, beyond those they need */
    static Generators start(int count, List<String> flags, Path log, Isolation isolation) throws IOException {
        Generators generators = new Generators(flags, log, isolation);
        for (int i = 0; i < count; i++) {
            generators.add();
        }
        return generators;
    }

    private void add() throws IOException {
        processes.add(GeneratorProcess.start(flags, log, isolation::generator));
    }

    /**
     * Adds a process if those there are had no time left and a processor has none yet.
     *
     * @return whether it did
     */
    boolean reinforce(LoadReport report) throws IOException {
        if (report.generatorSaturated() && count() < isolation.generatorSeats()) {
            add();
            return true;
        }
        return false;
    }

    int count() {
        return processes.size();
    }

    List<String> command() {
        return processes.getFirst().command();
    }

    /** The first ones, for so many shares. */
    List<GeneratorProcess> first(int shares) {
        return List.copyOf(processes.subList(0, shares));
    }

    @Override
    public void close() {
        processes.forEach(GeneratorProcess::close);
    }
}
