package dev.legato.bench.runner;

import dev.legato.bench.os.ProcessUse;
import dev.legato.bench.result.Outcomes;
import dev.legato.bench.result.Result.Comparison;
import dev.legato.bench.result.Spread;
import dev.legato.bench.runner.machine.Isolation;
import dev.legato.bench.runner.peer.Programs;
import dev.legato.bench.scenario.RangeScenario;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * wrk, a generator that others wrote, over the same servers in the same run: a closed loop of as many connections, each
 * asking for the same range of the same file. What both generators say of a server may be believed; where they differ, the
 * figure depends on how requests arrive.
 */
final class Referee {
    /** The closed loop's rounds per round of the referee, which takes whole seconds. */
    private static final int ROUNDS_PER_ROUND = 10;

    private static final int SECONDS = 1;
    private static final long MAX_SECONDS = 30;

    private final String program;
    private final RangeScenario scenario;
    private final Isolation isolation;

    private Referee(String program, RangeScenario scenario, Isolation isolation) {
        this.program = program;
        this.scenario = scenario;
        this.isolation = isolation;
    }

    /** What is missing for a referee; empty when nothing is. */
    static String missing() {
        return Programs.find("wrk").isEmpty()
                ? "wrk is not installed, so no second generator has refereed (Debian: apt-get install wrk)"
                : "";
    }

    /** Returns one for a scenario, unless wrk is missing or cannot do what the scenario asks. */
    static Optional<Referee> of(RangeScenario scenario, Isolation isolation) {
        return Programs.find("wrk").map(program -> new Referee(program, scenario, isolation));
    }

    /** A server's rounds. */
    private record Seen(Tally cell, List<WrkReport> reports, List<Double> cpuMicros) {
        static Seen none(Tally cell) {
            return new Seen(cell, new ArrayList<>(), new ArrayList<>());
        }

        String family() {
            return cell.contestant.facts().family();
        }
    }

    /**
     * Measures all servers in one case, and adds the figures to theirs.
     *
     * @return how the first one compares with the best setting of each other family
     */
    List<Comparison> measure(String label, List<Tally> cells, Progress progress)
            throws IOException, InterruptedException, RunException {
        List<Seen> all = cells.stream().map(Seen::none).toList();
        int rounds = scenario.plan().rounds() / ROUNDS_PER_ROUND;
        for (Seen seen : all) {
            // What the first requests of another form cost, such as a compiler's work, counts for nothing.
            measure(label, seen.cell.contestant, Seen.none(seen.cell));
        }
        for (int number = 1; number <= rounds; number++) {
            for (Seen seen : number % 2 == 1 ? all : all.reversed()) {
                progress.begin("%s  wrk  round %d/%d  %s".formatted(label, number, rounds, seen.cell.name()));
                measure(label, seen.cell.contestant, seen);
            }
        }
        for (Seen seen : all) {
            report(label, seen, progress);
        }
        return compare(all);
    }

    private void measure(String label, Contestant contestant, Seen seen)
            throws IOException, InterruptedException, RunException {
        contestant.requireAlive();
        List<Long> pids = contestant.pids();
        double before = ProcessUse.of(pids).cpuSeconds();
        Process process = new ProcessBuilder(isolation.generator(command(label, contestant)))
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String text;
        try (InputStream out = process.getInputStream()) {
            text = new String(out.readAllBytes(), StandardCharsets.UTF_8);
        }
        if (!process.waitFor(MAX_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        WrkReport report = WrkReport.parse(text);
        if (report == null) {
            throw new RunException(
                    ExitCode.SERVER, "wrk against %s: %s (expected: its report)".formatted(contestant.name(), text));
        }
        seen.reports.add(report);
        if (!pids.isEmpty()) {
            seen.cpuMicros.add((ProcessUse.of(pids).cpuSeconds() - before) * 1e6 / report.requests());
        }
    }

    /** As a person would call it; the range and the file are always the same. */
    private List<String> command(String label, Contestant contestant) {
        List<String> command = new ArrayList<>(
                List.of(program, "-t1", "-c" + scenario.connections(), "-d" + SECONDS + "s", "--latency"));
        long length = RangeScenario.bytes(label);
        if (length > 0) {
            command.addAll(List.of("-H", "Range: bytes=0-" + (length - 1)));
        }
        String file = scenario.files().corpus().files().getFirst().name();
        command.add(contestant.address() + "/" + file);
        return command;
    }

    private static void report(String label, Seen seen, Progress progress) {
        Spread rate = Spread.of(
                seen.reports.stream().map(WrkReport::requestsPerSecond).toList());
        Tally cell = seen.cell;
        cell.figure("wrk: requests/s", rate.median());
        cell.figure("wrk: p50, ms", median(seen, WrkReport::p50));
        cell.figure("wrk: p99, ms", median(seen, WrkReport::p99));
        Spread cpu = seen.cpuMicros.isEmpty() ? null : Spread.of(seen.cpuMicros);
        if (cpu != null) {
            cell.figure("wrk: µs CPU/request", cpu.median());
        }
        progress.line(RoundText.line(label + " wrk", cell.name(), rate, cpu));
    }

    private static double median(Seen seen, Function<WrkReport, Double> value) {
        return Spread.of(seen.reports.stream().map(value).toList()).median();
    }

    private static List<Comparison> compare(List<Seen> all) {
        List<Comparison> comparisons = new ArrayList<>();
        List<Seen> known =
                all.stream().filter(seen -> !seen.cpuMicros.isEmpty()).toList();
        if (known.isEmpty()) {
            return comparisons;
        }
        Seen ours = known.getFirst();
        known.stream().map(Seen::family).distinct().skip(1).forEach(family -> known.stream()
                .filter(seen -> seen.family().equals(family))
                .min(Comparator.comparingDouble(
                        seen -> Spread.of(seen.cpuMicros).median()))
                .ifPresent(theirs -> comparisons.add(compare(ours, theirs))));
        return comparisons;
    }

    private static Comparison compare(Seen ours, Seen theirs) {
        Spread cpu = Spread.ofRatios(ours.cpuMicros, theirs.cpuMicros);
        return new Comparison(
                ours.cell.name() + " by wrk",
                theirs.cell.name(),
                ratios(ours, theirs, WrkReport::requestsPerSecond),
                cpu,
                ratios(ours, theirs, report -> Math.max(1e-6, report.p99())),
                Outcomes.verdict("CPU a request", cpu));
    }

    private static Spread ratios(Seen ours, Seen theirs, Function<WrkReport, Double> value) {
        return Spread.ofRatios(
                ours.reports.stream().map(value).toList(),
                theirs.reports.stream().map(value).toList());
    }
}
