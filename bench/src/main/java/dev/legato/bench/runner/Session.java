package dev.legato.bench.runner;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.legato.bench.protocol.LoadJob;
import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.protocol.Reports;
import dev.legato.bench.protocol.Tick;
import dev.legato.bench.protocol.Turn;
import dev.legato.bench.runner.machine.Isolation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Connections of all generators to some servers, which get load in turns. Closing it closes them. */
final class Session implements AutoCloseable {
    /** For each process beside the first, to have read its line before the moment it names. */
    private static final long HEAD_START = 5_000_000L;

    private final JsonMapper json = JsonMapper.builder().build();
    private final List<Contestant> contestants;
    private final List<GeneratorProcess> processes;
    private final Isolation isolation;
    private final BooleanSupplier stopped;

    private Session(
            List<Contestant> contestants,
            List<GeneratorProcess> processes,
            Isolation isolation,
            BooleanSupplier stopped) {
        this.contestants = contestants;
        this.processes = processes;
        this.isolation = isolation;
        this.stopped = stopped;
    }

    /**
     * Makes all generators ready.
     *
     * @param shares one for each process
     * @param stopped asked every second; true ends the turn, and with it the generators' use
     */
    static Session open(List<Contestant> contestants, List<LoadJob> shares, Testbed stage, BooleanSupplier stopped)
            throws IOException, RunException {
        List<GeneratorProcess> processes = stage.generators().first(shares.size());
        for (int i = 0; i < shares.size(); i++) {
            processes.get(i).give(shares.get(i));
        }
        return new Session(contestants, processes, stage.isolation(), stopped);
    }

    /**
     * Load on one of the servers.
     *
     * @param pids its processes at this moment
     * @param onTick hears of every second, all processes together
     */
    LoadReport turn(Contestant contestant, List<Long> pids, double warmUp, double measure, Consumer<Tick> onTick)
            throws IOException, RunException {
        contestant.requireAlive();
        int server = contestants.indexOf(contestant);
        long start = System.nanoTime() + HEAD_START * (processes.size() - 1);
        for (GeneratorProcess process : processes) {
            process.give(new Turn(server, process == processes.getFirst() ? pids : List.of(), start, warmUp, measure));
        }
        List<LoadReport> reports = new ArrayList<>();
        List<GeneratorProcess> working = new ArrayList<>(processes);
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
    public void close() throws IOException {
        for (GeneratorProcess process : processes) {
            process.end();
        }
    }
}
