package dev.legato.bench.result;

import dev.legato.bench.protocol.LoadReport;
import java.util.List;
import java.util.Locale;

/**
 * What disturbed a round: processor time of anyone but server and generator, and time the hypervisor took.
 *
 * @param foreign processors' worth of others' work
 * @param steal processors' worth of stolen time
 * @param running threads running or ready at the round's worse end
 */
public record Noise(double foreign, double steal, int running) {
    /** More than this and the round is repeated: a tenth of one processor. */
    public static final double MAX_FOREIGN = 0.10;

    /** As {@link #MAX_FOREIGN}; a virtual machine is never wholly without. */
    public static final double MAX_STEAL = 0.05;

    /**
     * Of what was measured in one go, all servers together: a short turn alone is too short for the kernel's counters. See
     * {@link LoadReport#foreignCpuSeconds} for servers whose processes are not known.
     *
     * @param reports at least one
     */
    public static Noise of(List<LoadReport> reports) {
        double seconds = 0;
        double foreign = 0;
        double steal = 0;
        int running = 0;
        for (LoadReport report : reports) {
            seconds += report.seconds();
            foreign += report.foreignCpuSeconds();
            steal += report.stolenSeconds();
            running = Math.max(running, report.runningThreads());
        }
        return new Noise(Math.max(0, foreign / seconds), steal / seconds, running);
    }

    public boolean quiet() {
        return foreign <= MAX_FOREIGN && steal <= MAX_STEAL;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.0f %% of a processor used by others, %.1f %% stolen", foreign * 100, steal * 100);
    }
}
