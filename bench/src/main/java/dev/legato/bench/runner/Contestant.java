package dev.legato.bench.runner;

import dev.legato.bench.protocol.ServerAddress;
import dev.legato.bench.result.Result;
import dev.legato.bench.runner.peer.OriginLog;
import dev.legato.bench.runner.peer.ServerProcess;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server that takes part.
 *
 * @param process null when the bench did not start it
 * @param known processes of a server the bench did not start; empty when unknown
 * @param compiles whether its code gets faster while it runs
 */
record Contestant(
        Result.Server facts,
        ServerAddress address,
        @Nullable ServerProcess process,
        List<Long> known,
        boolean compiles) {
    String name() {
        return facts.name();
    }

    /** Its processes at this moment: a server may replace its workers. Empty when unknown. */
    List<Long> pids() {
        return process == null ? known : process.pids();
    }

    /** What its origin was asked for; null for a server that is no cache. */
    @Nullable
    OriginLog originLog() {
        return process == null ? null : process.originLog();
    }

    /** @throws RunException when it has ended, with its last words */
    void requireAlive() throws RunException {
        if (process != null && !process.alive()) {
            throw new RunException(
                    ExitCode.SERVER,
                    "%s ended during the run (expected: a server that stays); it said:\n%s"
                            .formatted(name(), process.lastWords()));
        }
    }
}
