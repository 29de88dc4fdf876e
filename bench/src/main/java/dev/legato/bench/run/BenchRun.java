package dev.legato.bench.run;

import dev.legato.bench.load.Recorder.Tick;
import dev.legato.bench.measure.Facts;
import dev.legato.bench.measure.Memory;
import dev.legato.bench.measure.Quiet;
import dev.legato.bench.measure.Syscount;
import dev.legato.bench.os.OpenSsl;
import dev.legato.bench.report.Outcomes;
import dev.legato.bench.report.Result;
import dev.legato.bench.report.Round;
import dev.legato.bench.scenario.Plan;
import dev.legato.bench.scenario.RangeScenario;
import dev.legato.bench.scenario.Scenario;
import dev.legato.bench.workload.LoadReport;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One run from its first round to its last: A B A B, a noisy round again, and at the end, or when someone presses
 * Ctrl-C, what there is.
 */
public final class BenchRun {
    private static final int MOST_ATTEMPTS = 4;
    private static final double STRACE_SECONDS = 1;

    /** A settling that costs less than this part of the one before is followed by another, up to so many. */
    private static final double STILL_SETTLING = 0.97;

    private static final int MOST_SETTLINGS = 6;

    /** Enough for caches, where no code is compiled. */
    private static final double SETTLED_SECONDS = 1;

    private final Scenario scenario;
    private final RunOptions options;
    private final Progress progress;
    private final Clock clock;
    private final Map<String, List<String>> settings;
    private final Function<LoadReport, Quiet> ear;
    private final Map<String, List<Tally>> tallies = new HashMap<>();
    private final List<String> problems = new ArrayList<>();
    private volatile boolean stopped;
    private String status = "complete";
    private int exitCode = ExitCode.OK;

    /** @param settings what the scenario learnt beforehand, for the generators */
    public BenchRun(
            Scenario scenario, RunOptions options, Map<String, List<String>> settings, Progress progress, Clock clock) {
        this(scenario, options, settings, progress, clock, Quiet::of);
    }

    /** @param ear says how noisy the machine was during a round */
    BenchRun(
            Scenario scenario,
            RunOptions options,
            Map<String, List<String>> settings,
            Progress progress,
            Clock clock,
            Function<LoadReport, Quiet> ear) {
        this.scenario = scenario;
        this.ear = ear;
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
        return exitCode;
    }

    /** @throws RunException when there is nothing to report at all */
    public Result run() throws IOException, InterruptedException, RunException {
        java.time.Instant started = clock.instant();
        long from = System.nanoTime();
        try (Stage stage = stage()) {
            Map<String, String> environment = Facts.gather(stage.isolation(), stage.audio());
            environment.put("generator", String.join(" ", stage.generators().command()));
            progress.total(scenario.plan()
                    .seconds(stage.contestants().size() * scenario.cases().size()));
            try {
                measure(stage);
            } catch (RunException | IOException e) {
                end(stage, e);
            }
            environment.put(
                    "generator processes", Integer.toString(stage.generators().count()));
            if (options.tls()) {
                environment.put("TLS", OpenSsl.PARAMETERS + ", ECDSA P-256 certificate");
            }
            environment.put("congestion control found", congestionControl());
            return new Result(
                    Result.VERSION,
                    status,
                    problems,
                    scenario,
                    started,
                    (System.nanoTime() - from) / 1e9,
                    options.command(),
                    environment,
                    stage.remarks(),
                    stage.contestants().stream().map(Contestant::facts).toList(),
                    cases());
        }
    }

    private Stage stage() throws InterruptedException, RunException {
        try {
            return Stage.set(scenario, options, progress);
        } catch (IOException e) {
            throw new RunException(ExitCode.SERVER, "the run cannot be set up: " + e.getMessage(), e);
        }
    }

    private void measure(Stage stage) throws IOException, InterruptedException, RunException {
        settle(stage);
        for (String label : scenario.cases()) {
            List<Tally> cells = stage.contestants().stream().map(Tally::new).toList();
            tallies.put(label, cells);
            for (int number = 1; number <= scenario.plan().rounds(); number++) {
                // There and back, so that a machine that slows down or speeds up favours nobody.
                for (Tally cell : number % 2 == 1 ? cells : cells.reversed()) {
                    round(stage, label, number, cell);
                }
            }
            if (options.strace()) {
                for (Tally cell : cells) {
                    countSyscalls(stage, label, cell);
                }
            }
            judge(label, cells);
        }
    }

    /** Lets every server see every case before the first figure counts. */
    private void settle(Stage stage) throws IOException, RunException {
        double most = scenario.plan().settleSeconds();
        for (Contestant contestant : stage.contestants()) {
            for (String label : most > 0 ? scenario.cases() : List.<String>of()) {
                if (contestant.compiles()) {
                    settleCompiler(stage, contestant, label, most);
                } else {
                    double _ = settle(stage, contestant, label, Math.min(most, SETTLED_SECONDS));
                }
                progress.done(most);
            }
        }
    }

    /** Again and again, until what the server compiled last makes its requests no cheaper. */
    private void settleCompiler(Stage stage, Contestant contestant, String label, double seconds)
            throws IOException, RunException {
        double before = Double.POSITIVE_INFINITY;
        for (int time = 0; time < MOST_SETTLINGS; time++) {
            double cost = settle(stage, contestant, label, seconds);
            if (!(cost > 0 && cost < before * STILL_SETTLING)) {
                return;
            }
            before = cost;
        }
    }

    /** @return the server's CPU seconds a request; not positive when unknown */
    private double settle(Stage stage, Contestant contestant, String label, double seconds)
            throws IOException, RunException {
        progress.begin("settling  %s  %s".formatted(label, contestant.name()));
        LoadReport report = load(stage, contestant, label, 0, seconds, tick -> {});
        if (options.processes() == 0 && stage.generators().reinforce(report)) {
            progress.line("one generator process more: those there were had no time left");
        }
        return report.requests() == 0 ? 0 : report.serverCpuSeconds() / report.requests();
    }

    private void round(Stage stage, String label, int number, Tally cell) throws IOException, RunException {
        Plan plan = scenario.plan();
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            progress.begin("%s  round %d/%d  %s".formatted(label, number, plan.rounds(), cell.name()));
            List<Long> pids = cell.contestant.pids();
            Memory idle = pids.isEmpty() ? null : Memory.of(pids);
            AtomicReference<@Nullable Memory> loaded = new AtomicReference<>();
            LoadReport report =
                    load(stage, cell.contestant, label, plan.warmUpSeconds(), plan.measureSeconds(), tick -> {
                        if (!pids.isEmpty()) {
                            loaded.set(Memory.of(pids));
                        }
                    });
            progress.done(plan.warmUpSeconds() + plan.measureSeconds());
            Quiet noise = ear.apply(report);
            boolean again = !noise.quiet() && !options.acceptNoise();
            cell.add(
                    Round.of(
                            number,
                            attempt,
                            !again,
                            RoundText.remark(noise, report),
                            report,
                            noise,
                            growth(idle, loaded.get()),
                            scenario),
                    report);
            progress.line(RoundText.line(label, cell.rounds.getLast(), cell.name()));
            requireSound(cell);
            if (!again) {
                return;
            }
            progress.again(plan.warmUpSeconds() + plan.measureSeconds());
        }
    }

    private static @Nullable Memory growth(@Nullable Memory idle, @Nullable Memory loaded) {
        return idle == null || loaded == null ? null : loaded.since(idle);
    }

    private LoadReport load(
            Stage stage,
            Contestant contestant,
            String label,
            double warmUp,
            double measure,
            java.util.function.Consumer<Tick> onTick)
            throws IOException, RunException {
        contestant.requireAlive();
        return stage.generators()
                .run(
                        Shares.of(
                                scenario,
                                label,
                                contestant,
                                settings,
                                warmUp,
                                measure,
                                stage.generators().count()),
                        tick -> {
                            progress.tick(tick);
                            onTick.accept(tick);
                        },
                        () -> stopped);
    }

    private void countSyscalls(Stage stage, String label, Tally cell)
            throws IOException, InterruptedException, RunException {
        if (cell.contestant.pids().isEmpty()) {
            return;
        }
        progress.begin("%s  strace  %s".formatted(label, cell.name()));
        Optional<Syscount> count = Syscount.attach(cell.contestant.pids(), stage.scratch());
        if (count.isEmpty()) {
            return;
        }
        try (Syscount strace = count.get()) {
            LoadReport report = load(stage, cell.contestant, label, 0, STRACE_SECONDS, tick -> {});
            cell.countSyscalls(strace.finish(), report.requests());
        }
    }

    /** Figures of a server that fails, or of a generator that is too slow, are no figures. */
    private void requireSound(Tally cell) throws RunException {
        Round round = cell.rounds.getLast();
        if (!round.errors().isEmpty() && exitCode == ExitCode.OK) {
            status = "failed";
            exitCode = ExitCode.SERVER;
            problems.add(
                    "%s: errors %s; %s".formatted(cell.name(), round.errors(), String.join("; ", round.messages())));
        }
        boolean limit = cell.contestant.facts().family().equals("limit");
        if (round.generatorBound() && !limit) {
            cell.discard();
            throw new RunException(
                    ExitCode.REFUSED,
                    String.format(
                            Locale.ROOT,
                            "refused: the generator was the bottleneck (its processor %.0f %% busy, %s's %s); its figures say"
                                    + " nothing of the server. Use more processors and --processes, or fewer bytes a request.",
                            round.generatorUse() * 100,
                            cell.name(),
                            round.serverUse() == null ? "unknown" : "%.0f %%".formatted(round.serverUse() * 100)));
        }
    }

    private void judge(String label, List<Tally> cells) {
        for (Tally cell : cells) {
            long counting = cell.rounds.stream().filter(Round::counts).count();
            if (counting * 2 < scenario.plan().rounds() && exitCode == ExitCode.OK) {
                status = "noisy";
                exitCode = ExitCode.NOISE;
                problems.add(
                        ("%s, %s: %d of %d rounds were quiet enough (expected: at least half); find a quieter machine"
                                        + " or use --accept-noise")
                                .formatted(
                                        label,
                                        cell.name(),
                                        counting,
                                        scenario.plan().rounds()));
            }
        }
    }

    private void end(Stage stage, Exception e) {
        if (stopped) {
            status = "interrupted";
            exitCode = ExitCode.INTERRUPTED;
            problems.add("stopped by the person at the keyboard");
            return;
        }
        for (Contestant contestant : stage.contestants()) {
            try {
                contestant.requireAlive();
            } catch (RunException dead) {
                problems.add(String.valueOf(dead.getMessage()));
            }
        }
        exitCode = e instanceof RunException run ? run.exitCode() : ExitCode.SERVER;
        status = exitCode == ExitCode.REFUSED ? "refused" : "failed";
        problems.add(String.valueOf(e.getMessage()));
    }

    private List<Result.Case> cases() {
        List<Result.Case> cases = new ArrayList<>();
        boolean closedLoop = scenario instanceof RangeScenario range && range.rate() == 0;
        for (String label : scenario.cases()) {
            List<Result.Outcome> outcomes = tallies.getOrDefault(label, List.of()).stream()
                    .filter(cell -> !cell.rounds.isEmpty())
                    .map(Tally::outcome)
                    .toList();
            if (!outcomes.isEmpty()) {
                cases.add(new Result.Case(
                        label,
                        outcomes,
                        Outcomes.compare(outcomes, closedLoop),
                        closedLoop ? Outcomes.ceiling(outcomes) : null));
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
