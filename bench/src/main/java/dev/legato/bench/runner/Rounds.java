package dev.legato.bench.runner;

import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.result.Memory;
import dev.legato.bench.result.Noise;
import dev.legato.bench.result.Round;
import dev.legato.bench.runner.machine.MemoryReader;
import dev.legato.bench.runner.peer.OriginLog;
import dev.legato.bench.scenario.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The rounds of one case. Either every server has a short turn in each, over connections kept open to all of them and in
 * another order every time, so that none always follows the same one; or each is measured alone, A B B A, so that a
 * machine that slows down or speeds up favours nobody. What was measured in one go is judged in one go: a round of turns
 * is repeated as a whole, and its pairs stay pairs.
 */
final class Rounds {
    private static final int MAX_ATTEMPTS = 4;

    /** So many rounds of turns, if they are most of those until then, have to be lost to the generator to refuse the run. */
    private static final int MIN_LOST = 3;

    /** The server's use from which it, and not the generator, sets the pace. */
    private static final double BUSY = 0.95;

    /** As {@link #BUSY}: with nothing in flight at a short turn's ends, no server is busy there. */
    private static final double BUSY_IN_TURN = 0.9;

    private static final double RUN_IN_SECONDS = 0.5;
    private static final long SEED = 20_261_122;

    private final Sessions sessions;
    private final String label;
    private final List<Tally> cells;
    private final RoundJudge judge;
    private final boolean acceptNoise;
    private final RunStatus ending;
    private final Plan plan;
    private final Progress progress;
    private int lostToGenerator;

    Rounds(
            Sessions sessions,
            String label,
            List<Tally> cells,
            RoundJudge judge,
            boolean acceptNoise,
            RunStatus ending) {
        this.sessions = sessions;
        this.label = label;
        this.cells = cells;
        this.judge = judge;
        this.acceptNoise = acceptNoise;
        this.ending = ending;
        this.plan = sessions.scenario().plan();
        this.progress = sessions.progress();
    }

    /** A server's load in a round, and what its memory grew by where that is measured. */
    private record Measured(
            Tally cell, LoadReport report, @Nullable Memory growth) {}

    private interface Measuring {
        Measured measure(Tally cell) throws IOException, RunException;
    }

    private interface Loading {
        LoadReport load() throws IOException, RunException;
    }

    void measure() throws IOException, RunException {
        if (sessions.scenario().takesTurns()) {
            takeTurns();
        } else {
            for (int number = 1; number <= plan.rounds(); number++) {
                for (Tally cell : number % 2 == 1 ? cells : cells.reversed()) {
                    round(number, List.of(cell), this::alone);
                    progress.line(RoundText.line(label, cell.rounds.getLast(), cell.name()));
                }
            }
        }
    }

    private void takeTurns() throws IOException, RunException {
        SplittableRandom random = new SplittableRandom(SEED);
        List<Tally> order = new ArrayList<>(cells);
        try (Session session =
                sessions.open(label, cells.stream().map(cell -> cell.contestant).toList())) {
            runIn(session);
            for (int number = 1; number <= plan.rounds(); number++) {
                Collections.shuffle(order, random);
                round(number, order, cell -> turn(session, cell));
            }
        }
        cells.forEach(cell -> progress.line(RoundText.line(label, cell.outcome())));
    }

    /** The first requests over new connections, of a case that was not asked for a while, cost more than any later ones. */
    private void runIn(Session session) throws IOException, RunException {
        double seconds = sessions.scenario().countsRequests()
                ? plan.measureSeconds()
                : Math.min(RUN_IN_SECONDS, plan.settleSeconds());
        for (int turn = 0; turn < sessions.scenario().runInTurns(); turn++) {
            for (Tally cell : seconds > 0 ? cells : List.<Tally>of()) {
                progress.begin("%s  run-in  %s".formatted(label, cell.name()));
                LoadReport _ = session.turn(cell.contestant, cell.contestant.pids(), 0, seconds, progress::tick);
            }
        }
    }

    /** Adds what a cache has asked its origin for during a measurement. */
    private static LoadReport withOrigin(Tally cell, Loading loading) throws IOException, RunException {
        OriginLog log = cell.contestant.originLog();
        if (log == null) {
            return loading.load();
        }
        log.skip();
        LoadReport report = loading.load();
        return report.with(log.since(report.bytes()));
    }

    private Measured turn(Session session, Tally cell) throws IOException, RunException {
        List<Long> pids = cell.contestant.pids();
        cell.idle.turnBegins(pids);
        LoadReport report = withOrigin(cell, () -> {
            LoadReport measured =
                    session.turn(cell.contestant, pids, plan.warmUpSeconds(), plan.measureSeconds(), progress::tick);
            cell.idle.turnEnded(pids);
            return measured;
        });
        return new Measured(cell, report, null);
    }

    private Measured alone(Tally cell) throws IOException, RunException {
        List<Long> pids = cell.contestant.pids();
        Memory idle = pids.isEmpty() ? null : MemoryReader.read(pids);
        AtomicReference<@Nullable Memory> loaded = new AtomicReference<>();
        LoadReport report = withOrigin(
                cell,
                () -> sessions.alone(label, cell.contestant, plan.warmUpSeconds(), plan.measureSeconds(), tick -> {
                    if (!pids.isEmpty()) {
                        loaded.set(MemoryReader.read(pids));
                    }
                }));
        Memory last = loaded.get();
        return new Measured(cell, report, idle == null || last == null ? null : last.since(idle));
    }

    private void round(int number, List<Tally> servers, Measuring how) throws IOException, RunException {
        for (int attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
            List<Measured> all = new ArrayList<>();
            for (Tally cell : servers) {
                progress.begin("%s  round %d/%d  %s".formatted(label, number, plan.rounds(), cell.name()));
                all.add(how.measure(cell));
                progress.done(plan.warmUpSeconds() + plan.measureSeconds());
            }
            boolean bound = all.stream().anyMatch(this::isGeneratorBound);
            if (bound && attempt == MAX_ATTEMPTS) {
                lostToGenerator++;
            }
            if (bound && isRefused(number)) {
                throw refusal(all);
            }
            Noise noise = judge.noise().apply(all.stream().map(Measured::report).toList());
            boolean again = bound || (!noise.quiet() && !acceptNoise);
            for (Measured one : all) {
                add(one, number, attempt, !again, noise);
            }
            if (!again) {
                return;
            }
            progress.line("%s  round %d, attempt %d does not count: %s"
                    .formatted(label, number, attempt, bound ? "the generator was the bottleneck" : noise));
            progress.again(servers.size() * (plan.warmUpSeconds() + plan.measureSeconds()));
        }
    }

    /** One turn in many may find the generator's processor taken; a generator that is too slow finds it so nearly always. */
    private boolean isRefused(int number) {
        return !sessions.scenario().takesTurns() || (lostToGenerator >= MIN_LOST && 2 * lostToGenerator > number);
    }

    /** Where noise is accepted, a generator that others kept from its processor is disturbed, not too slow. */
    private boolean isGeneratorBound(Measured one) {
        double busy = sessions.scenario().takesTurns() ? BUSY_IN_TURN : BUSY;
        boolean isDisturbed = acceptNoise && one.report.generatorStarved();
        return judge.generatorBound().test(one.report, busy)
                && !isDisturbed
                && !one.cell.contestant.facts().family().equals("limit");
    }

    private void add(Measured one, int number, int attempt, boolean counts, Noise noise) {
        LoadReport report = one.report;
        String remark = RoundText.remark(noise, report, isGeneratorBound(one));
        one.cell.add(Round.of(number, attempt, counts, remark, report, noise, one.growth, sessions.scenario()), report);
        if (!report.errors().isEmpty()) {
            ending.failed("%s: errors %s; %s"
                    .formatted(one.cell.name(), report.errors(), String.join("; ", report.messages())));
        }
    }

    /** Figures of a generator that is too slow are no figures. */
    private RunException refusal(List<Measured> all) {
        Measured bound = all.stream().filter(this::isGeneratorBound).findFirst().orElseThrow();
        bound.cell.discard();
        LoadReport report = bound.report;
        return new RunException(
                ExitCode.REFUSED,
                String.format(
                        Locale.ROOT,
                        "refused: the generator was the bottleneck (its processor %.0f %% busy, %s's %s); its figures say"
                                + " nothing of the server. Use more processors and --processes, or fewer bytes a request.",
                        report.generatorUse() * 100,
                        bound.cell.name(),
                        report.serverUse() < 0 ? "unknown" : "%.0f %%".formatted(report.serverUse() * 100)));
    }
}
