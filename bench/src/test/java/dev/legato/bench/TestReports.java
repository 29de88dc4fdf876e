package dev.legato.bench;

import dev.legato.bench.os.MachineUse;
import dev.legato.bench.protocol.Histograms;
import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.protocol.Tick;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Makes reports of generators; what a test does not set is that of a quiet, healthy second. */
public final class TestReports {
    private final Map<String, String> histograms = new HashMap<>();
    private double seconds = 1;
    private long requests = 100;
    private long bytes = 1_000_000;
    private Map<String, Long> errors = Map.of();
    private Map<String, Double> figures = Map.of();
    private List<Tick> ticks = List.of();
    private double cpuSeconds = 0.5;
    private double withheldSeconds;
    private double serverCpuSeconds = 0.9;
    private long serverReadBytes;
    private MachineUse machine = new MachineUse(1.4, 0, 1, List.of(0.5, 0.9));

    public TestReports() {
        histograms.put("latency", histogram(1_000_000, 100));
    }

    /** A histogram of equal values. */
    public static String histogram(long nanos, long count) {
        Histogram histogram = new Histogram(1000, 120_000_000_000L, 3);
        histogram.recordValueWithCount(nanos, count);
        return Histograms.encode(histogram);
    }

    public TestReports seconds(double value) {
        seconds = value;
        return this;
    }

    public TestReports requests(long value) {
        requests = value;
        return this;
    }

    public TestReports bytes(long value) {
        bytes = value;
        return this;
    }

    public TestReports errors(Map<String, Long> value) {
        errors = value;
        return this;
    }

    public TestReports figures(Map<String, Double> value) {
        figures = value;
        return this;
    }

    public TestReports ticks(Tick... value) {
        ticks = List.of(value);
        return this;
    }

    public TestReports histogram(String name, long nanos, long count) {
        histograms.put(name, histogram(nanos, count));
        return this;
    }

    /** What the generator's loop used. */
    public TestReports generator(double cpu, double withheld) {
        cpuSeconds = cpu;
        withheldSeconds = withheld;
        return this;
    }

    /** What the server used; negative: unknown. */
    public TestReports server(double cpu) {
        serverCpuSeconds = cpu;
        return this;
    }

    public TestReports serverReads(long value) {
        serverReadBytes = value;
        return this;
    }

    /** What the whole machine did. */
    public TestReports machine(double busySeconds, double stealSeconds) {
        machine = new MachineUse(busySeconds, stealSeconds, 1, List.of(busySeconds / 2, busySeconds / 2));
        return this;
    }

    public LoadReport build() {
        return new LoadReport(
                seconds,
                requests,
                bytes,
                0,
                errors,
                errors.isEmpty() ? List.of() : List.of("the first error in words"),
                histograms,
                figures,
                ticks,
                cpuSeconds,
                withheldSeconds,
                cpuSeconds,
                serverCpuSeconds,
                serverReadBytes,
                4200,
                machine,
                "cubic");
    }
}
