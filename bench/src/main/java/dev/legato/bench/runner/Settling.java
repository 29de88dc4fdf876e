package dev.legato.bench.runner;

import dev.legato.bench.protocol.LoadReport;
import java.io.IOException;

/** Lets every server see every case before the first figure counts. */
final class Settling {
    /** A settling that costs less than this part of the one before is followed by another, up to so many. */
    private static final double STILL_SETTLING = 0.97;

    /** Of a server's first case, which has most of its code compiled; by chance it may look settled after two. */
    private static final int MIN_SETTLINGS = 8;

    private static final int MAX_SETTLINGS = 10;

    /** Enough for caches, where no code is compiled. */
    private static final double SETTLED_SECONDS = 1;

    private final Sessions sessions;
    private final boolean mayReinforce;

    /** @param mayReinforce whether generators without time left may get another beside them */
    Settling(Sessions sessions, boolean mayReinforce) {
        this.sessions = sessions;
        this.mayReinforce = mayReinforce;
    }

    /** @param most seconds of load a case; 0: none at all */
    void settle(double most) throws IOException, RunException {
        if (most == 0) {
            return;
        }
        for (Contestant contestant : sessions.stage().contestants()) {
            int least = MIN_SETTLINGS;
            for (String label : sessions.scenario().cases()) {
                if (contestant.compiles()) {
                    settleCompiler(contestant, label, most, least);
                    least = 1;
                } else {
                    double _ = settle(contestant, label, Math.min(most, SETTLED_SECONDS));
                }
                sessions.progress().done(most);
            }
        }
    }

    /** Again and again, until what the server compiled last makes its requests no cheaper. */
    private void settleCompiler(Contestant contestant, String label, double seconds, int least)
            throws IOException, RunException {
        double before = Double.POSITIVE_INFINITY;
        for (int time = 0; time < MAX_SETTLINGS; time++) {
            double cost = settle(contestant, label, seconds);
            if (time + 1 >= least && !(cost > 0 && cost < before * STILL_SETTLING)) {
                return;
            }
            before = cost;
        }
    }

    /** @return the server's CPU seconds a request; not positive when unknown */
    private double settle(Contestant contestant, String label, double seconds) throws IOException, RunException {
        sessions.progress().begin("settling  %s  %s".formatted(label, contestant.name()));
        // A number of requests takes a cold server as long as it takes.
        double most = sessions.scenario().countsRequests()
                ? sessions.scenario().plan().measureSeconds()
                : seconds;
        LoadReport report = sessions.alone(label, contestant, 0, most, tick -> {});
        if (mayReinforce && sessions.stage().generators().reinforce(report)) {
            sessions.progress().line("one generator process more: those there were had no time left");
        }
        return report.requests() == 0 ? 0 : report.serverCpuSeconds() / report.requests();
    }
}
