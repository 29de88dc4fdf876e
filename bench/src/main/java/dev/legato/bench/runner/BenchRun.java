package dev.legato.bench.runner;

import dev.legato.bench.os.OpenSsl;
import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.result.Outcomes;
import dev.legato.bench.result.Result;
import dev.legato.bench.result.Round;
import dev.legato.bench.runner.machine.Facts;
import dev.legato.bench.runner.machine.Syscount;
import dev.legato.bench.scenario.RangeScenario;
import dev.legato.bench.scenario.Scenario;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One run: everything set up, every server settled, the rounds of each case, and at the end, or when someone presses
 * Ctrl-C, what there is.
 */
public final class BenchRun {
    private static final double STRACE_SECONDS = 1;

    private final Scenario scenario;
    private final RunOptions options;
    private final Progress progress;
    private final Clock clock;
    private final Map<String, List<String>> settings;
    private final RoundJudge judge;
    private final Map<String, List<Tally>> tallies = new LinkedHashMap<>();
    private final Map<String, List<Result.Comparison>> refereed = new HashMap<>();
    private final RunStatus ending = new RunStatus();
    private volatile boolean stopped;

    /** @param settings what the scenario learnt beforehand, for the generators */
    public BenchRun(
            Scenario scenario, RunOptions options, Map<String, List<String>> settings, Progress progress, Clock clock) {
        this(scenario, options, settings, progress, clock, RoundJudge.BY_THE_KERNEL);
    }

    BenchRun(
            Scenario scenario,
            RunOptions options,
            Map<String, List<String>> settings,
            Progress progress,
            Clock clock,
            RoundJudge judge) {
        this.scenario = scenario;
        this.judge = judge;
        this.options = options;
        this.settings = settings;
        this.progress = progress;
        this.clock = clock;
    }

    /** Ends the run soon; what was measured is still reported. May be called by any thread. */
    public void stop() {
        stopped = true;
    }

    public int exitCode() {
        return ending.exitCode();
    }

    /** @throws RunException when there is nothing to report at all */
    public Result run() throws IOException, InterruptedException, RunException {
        java.time.Instant started = clock.instant();
        long from = System.nanoTime();
        try (Testbed stage = stage()) {
            Map<String, String> environment = Facts.gather(stage.isolation(), stage.audio());
            environment.put("generator", String.join(" ", stage.generators().command()));
            progress.total(scenario.plan()
                    .seconds(stage.contestants().size() * scenario.cases().size()));
            try {
                measure(stage);
            } catch (RunException | IOException e) {
                if (stopped) {
                    ending.interrupted();
                } else {
                    ending.broken(e, stage.contestants());
                }
            }
            environment.put(
                    "generator processes", Integer.toString(stage.generators().count()));
            if (options.tls()) {
                environment.put("TLS", OpenSsl.PARAMETERS + ", ECDSA P-256 certificate");
            }
            environment.put("congestion control found", congestionControl());
            return new Result(
                    Result.VERSION,
                    ending.status(),
                    ending.problems(),
                    scenario,
                    started,
                    (System.nanoTime() - from) / 1e9,
                    options.command(),
                    environment,
                    remarks(stage),
                    stage.contestants().stream().map(Contestant::facts).toList(),
                    cases());
        }
    }

    private List<String> remarks(Testbed stage) {
        List<String> remarks = new ArrayList<>(stage.remarks());
        if (OpenLoads.follow(scenario) && !Referee.missing().isEmpty()) {
            remarks.add(Referee.missing());
        }
        return remarks;
    }

    private Testbed stage() throws InterruptedException, RunException {
        try {
            return Testbed.set(scenario, options, progress);
        } catch (IOException e) {
            throw new RunException(ExitCode.SERVER, "the run cannot be set up: " + e.getMessage(), e);
        }
    }

    private void measure(Testbed stage) throws IOException, InterruptedException, RunException {
        Sessions sessions = new Sessions(stage, scenario, settings, progress, () -> stopped);
        new Settling(sessions, options.processes() == 0).settle(scenario.plan().settleSeconds());
        for (String label : scenario.cases()) {
            List<Tally> cells = stage.contestants().stream().map(Tally::new).toList();
            tallies.put(label, cells);
            new Rounds(sessions, label, cells, judge, options.acceptNoise(), ending).measure();
            if (options.strace()) {
                for (Tally cell : cells) {
                    countSyscalls(sessions, label, cell);
                }
            }
            judge(label, cells, scenario.plan().rounds());
            if (OpenLoads.follow(scenario)) {
                referee(stage, label, cells);
                for (int percent : options.openLoads()) {
                    openLoad(sessions, label, cells, percent);
                }
            }
        }
    }

    /** Has another generator measure the same, where there is one. */
    private void referee(Testbed stage, String label, List<Tally> cells)
            throws IOException, InterruptedException, RunException {
        if (scenario instanceof RangeScenario range && !stopped) {
            Optional<Referee> referee = Referee.of(range, stage.isolation());
            if (referee.isPresent()) {
                refereed.put(label, referee.get().measure(label, cells, progress));
            }
        }
    }

    private void openLoad(Sessions closed, String size, List<Tally> seen, int percent)
            throws IOException, RunException {
        if (percent == 0) {
            return;
        }
        String label = OpenLoads.label(size, percent);
        List<Tally> cells =
                seen.stream().map(cell -> new Tally(cell.contestant)).toList();
        tallies.put(label, cells);
        Sessions sessions = OpenLoads.sessions(closed, seen, percent);
        new Rounds(sessions, label, cells, judge, options.acceptNoise(), ending).measure();
        judge(label, cells, sessions.scenario().plan().rounds());
    }

    private void countSyscalls(Sessions sessions, String label, Tally cell)
            throws IOException, InterruptedException, RunException {
        if (cell.contestant.pids().isEmpty()) {
            return;
        }
        progress.begin("%s  strace  %s".formatted(label, cell.name()));
        Optional<Syscount> count =
                Syscount.attach(cell.contestant.pids(), sessions.stage().scratch());
        if (count.isEmpty()) {
            return;
        }
        try (Syscount strace = count.get()) {
            LoadReport report = sessions.alone(label, cell.contestant, 0, STRACE_SECONDS, tick -> {});
            cell.countSyscalls(strace.finish(), report.requests());
        }
    }

    private void judge(String label, List<Tally> cells, int rounds) {
        for (Tally cell : cells) {
            long counting = cell.rounds.stream().filter(Round::counts).count();
            if (counting * 2 < rounds) {
                ending.noisy(
                        ("%s, %s: %d of %d rounds were quiet enough (expected: at least half); find a quieter machine"
                                        + " or use --accept-noise")
                                .formatted(label, cell.name(), counting, rounds));
            }
        }
    }

    private List<Result.Case> cases() {
        List<Result.Case> cases = new ArrayList<>();
        boolean closedLoop = scenario instanceof RangeScenario range && range.rate() == 0;
        for (var tallied : tallies.entrySet()) {
            String label = tallied.getKey();
            List<Result.Outcome> outcomes = tallied.getValue().stream()
                    .filter(cell -> !cell.rounds.isEmpty())
                    .map(Tally::outcome)
                    .toList();
            if (!outcomes.isEmpty()) {
                boolean closed = closedLoop && scenario.cases().contains(label);
                List<Result.Comparison> comparisons = new ArrayList<>(Outcomes.compare(outcomes, closed));
                comparisons.addAll(refereed.getOrDefault(label, List.of()));
                cases.add(new Result.Case(label, outcomes, comparisons, closed ? Outcomes.ceiling(outcomes) : null));
            }
        }
        return cases;
    }

    private String congestionControl() {
        return tallies.values().stream()
                .flatMap(List::stream)
                .flatMap(cell -> cell.rounds.stream())
                .map(Round::congestionControl)
                .distinct()
                .reduce((a, b) -> a + ", " + b)
                .orElse("unknown");
    }
}
