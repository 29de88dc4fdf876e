package dev.legato.bench.measure;

import dev.legato.bench.workload.LoadReport;
import java.util.Locale;

/**
 * What disturbed a round: processor time of anyone but server and generator, and time the hypervisor took.
 *
 * @param foreign processors' worth of others' work
 * @param steal processors' worth of stolen time
 * @param running threads running or ready at the round's worse end
 */
public record Quiet(double foreign, double steal, int running) {
    /** More than this and the round is repeated: a tenth of one processor. */
    public static final double MOST_FOREIGN = 0.10;

    /** As {@link #MOST_FOREIGN}; a virtual machine is never wholly without. */
    public static final double MOST_STEAL = 0.05;

    /** A server whose processes are not known counts as foreign work of unknown size: none is then reported. */
    public static Quiet of(LoadReport report) {
        double known = report.serverCpuSeconds() + report.processCpuSeconds();
        double foreign = report.serverCpuSeconds() < 0
                ? 0
                : Math.max(0, (report.machine().busySeconds() - known) / report.seconds());
        return new Quiet(
                foreign,
                report.machine().stealSeconds() / report.seconds(),
                report.machine().running());
    }

    public boolean quiet() {
        return foreign <= MOST_FOREIGN && steal <= MOST_STEAL;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%.0f %% of a processor used by others, %.1f %% stolen", foreign * 100, steal * 100);
    }
}
