package dev.legato.bench.runner;

import dev.legato.bench.os.ProcessUse;
import java.util.List;

/**
 * What a server uses while the others have their turns. It is nobody's cost in a round; reported where it is much, since
 * it may be work put off from its own turns.
 */
final class IdleUse {
    private double cpuSeconds;
    private double seconds;
    private double cpuAtEnd;
    private long endedAt;

    void turnBegins(List<Long> pids) {
        if (endedAt != 0) {
            cpuSeconds += ProcessUse.of(pids).cpuSeconds() - cpuAtEnd;
            seconds += (System.nanoTime() - endedAt) / 1e9;
        }
    }

    void turnEnded(List<Long> pids) {
        cpuAtEnd = ProcessUse.of(pids).cpuSeconds();
        endedAt = System.nanoTime();
    }

    /** Processors' worth; 0 when it had no turns or its processes are not known. */
    double use() {
        return seconds == 0 ? 0 : cpuSeconds / seconds;
    }
}
