package dev.legato.bench.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.legato.bench.load.Recorder.Tick;
import dev.legato.bench.measure.Isolation;
import dev.legato.bench.report.Round;
import dev.legato.bench.workload.LoadJob;
import dev.legato.bench.workload.LoadReport;
import dev.legato.bench.workload.Reports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** The generator processes of a run; each does its share of every job, all at the same moment. */
final class Generators implements AutoCloseable {
    private static final long HEAD_START = 50_000_000L;

    private final JsonMapper json = JsonMapper.builder().build();
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
        boolean needed = report.cpuSeconds() / report.seconds() >= Round.SATURATED;
        if (needed && count() < isolation.generatorSeats()) {
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

    /**
     * Does a job.
     *
     * @param shares one for each process
     * @param onTick hears of every second, all processes together
     * @param stopped asked every second; true ends the job, and with it these processes' use
     */
    LoadReport run(List<LoadJob> shares, Consumer<Tick> onTick, BooleanSupplier stopped)
            throws IOException, RunException {
        for (int i = 0; i < shares.size(); i++) {
            processes.get(i).give(shares.get(i));
        }
        long start = System.nanoTime() + HEAD_START;
        for (int i = 0; i < shares.size(); i++) {
            processes.get(i).go(start);
        }
        List<LoadReport> reports = new ArrayList<>();
        List<GeneratorProcess> working = new ArrayList<>(processes.subList(0, shares.size()));
        while (!working.isEmpty()) {
            if (stopped.getAsBoolean()) {
                throw new RunException(ExitCode.INTERRUPTED, "stopped by the person at the keyboard");
            }
            List<Tick> ticks = new ArrayList<>();
            List<GeneratorProcess> done = new ArrayList<>();
            for (GeneratorProcess process : working) {
                JsonNode said = process.next();
                if (said.has("report")) {
                    reports.add(read(said.get("report"), LoadReport.class));
                    done.add(process);
                } else {
                    ticks.add(read(said.get("tick"), Tick.class));
                }
            }
            working.removeAll(done);
            ticks.stream().reduce(Reports::add).ifPresent(onTick);
        }
        return Reports.merge(reports, isolation.generatorSeats());
    }

    private <T> T read(JsonNode node, Class<T> type) throws JsonProcessingException {
        return json.treeToValue(node, type);
    }

    @Override
    public void close() {
        processes.forEach(GeneratorProcess::close);
    }
}
