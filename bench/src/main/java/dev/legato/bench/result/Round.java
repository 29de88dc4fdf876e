package dev.legato.bench.result;

import dev.legato.bench.protocol.Histograms;
import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.protocol.Tick;
import dev.legato.bench.scenario.Scenario;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * One measurement of one server: its part of a round.
 *
 * @param number from 1; rounds of the same number ran next to each other
 * @param attempt from 1; above 1 after a noisy one
 * @param counts whether it enters the medians
 * @param remark why it does not, or what else is to be known
 * @param cpuMicrosPerRequest null when unknown
 * @param serverUse processors' worth of the server's work; null when unknown
 * @param generatorUse of the busiest generator loop, 1 is all of its processor
 * @param latency milliseconds by percentile
 * @param diskReadBytes what the server read from disks; should be 0
 * @param generatorBytesPerRequest the generator allocated
 * @param memory above the idle server's; null when unknown
 */
public record Round(
        int number,
        int attempt,
        boolean counts,
        String remark,
        double seconds,
        long requests,
        long bytes,
        long checked,
        Map<String, Long> errors,
        List<String> messages,
        double requestsPerSecond,
        double megabytesPerSecond,
        @Nullable Double cpuMicrosPerRequest,
        @Nullable Double cpuMicrosPerMegabyte,
        @Nullable Double serverUse,
        double generatorUse,
        Map<String, Double> latency,
        @Nullable Long diskReadBytes,
        double generatorBytesPerRequest,
        @Nullable Memory memory,
        Noise noise,
        String congestionControl,
        Map<String, Double> figures,
        List<Tick> ticks) {
    /** The percentiles of every report. */
    public static final Map<String, Double> PERCENTILES = percentiles();

    public static Round of(
            int number,
            int attempt,
            boolean counts,
            String remark,
            LoadReport report,
            Noise noise,
            @Nullable Memory memory,
            Scenario scenario) {
        Histogram latency = latency(report);
        double cpu = report.serverCpuSeconds();
        boolean known = cpu >= 0 && report.requests() > 0;
        return new Round(
                number,
                attempt,
                counts,
                remark,
                report.seconds(),
                report.requests(),
                report.bytes(),
                report.checked(),
                report.errors(),
                report.messages(),
                report.requests() / report.seconds(),
                report.bytes() / 1e6 / report.seconds(),
                known ? cpu * 1e6 / report.requests() : null,
                known && report.bytes() > 0 ? cpu * 1e6 / (report.bytes() / 1e6) : null,
                cpu >= 0 ? report.serverUse() : null,
                report.generatorUse(),
                percentiles(latency),
                report.serverReadBytes() < 0 ? null : report.serverReadBytes(),
                report.requests() == 0 ? 0 : report.allocatedBytes() / (double) report.requests(),
                memory,
                noise,
                report.congestionControl(),
                Derived.of(report, memory, scenario),
                report.ticks());
    }

    public static Map<String, Double> percentiles(Histogram nanos) {
        Map<String, Double> values = new LinkedHashMap<>();
        PERCENTILES.forEach((name, percentile) -> values.put(name, nanos.getValueAtPercentile(percentile) / 1e6));
        return values;
    }

    /** The report's main histogram. */
    public static Histogram latency(LoadReport report) {
        return Histograms.decode(Objects.requireNonNull(report.histograms().get("latency"), "latency"));
    }

    private static Map<String, Double> percentiles() {
        Map<String, Double> percentiles = new LinkedHashMap<>();
        percentiles.put("p50", 50.0);
        percentiles.put("p90", 90.0);
        percentiles.put("p99", 99.0);
        percentiles.put("p99.9", 99.9);
        percentiles.put("p99.99", 99.99);
        percentiles.put("max", 100.0);
        return percentiles;
    }
}
