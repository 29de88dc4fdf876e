package dev.legato.bench.protocol;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** Makes one report of several generators' reports. */
public final class Reports {
    private Reports() {}

    /**
     * Several processes' reports of the same round as one. Counts add up; server and machine were read by the first.
     *
     * @param parts at least one
     * @param seats processors the processes share
     */
    public static LoadReport merge(List<LoadReport> parts, int seats) {
        LoadReport first = parts.getFirst();
        if (parts.size() == 1) {
            return first;
        }
        Map<String, Long> errors = new TreeMap<>();
        Map<String, Histogram> histograms = new TreeMap<>();
        Map<String, Double> figures = new TreeMap<>();
        List<String> messages = new ArrayList<>();
        for (LoadReport part : parts) {
            part.errors().forEach((kind, count) -> errors.merge(kind, count, Long::sum));
            part.figures().forEach((name, figure) -> figures.merge(name, figure, Double::sum));
            messages.addAll(part.messages());
            part.histograms()
                    .forEach((name, text) -> histograms.merge(name, Histograms.decode(text), (a, b) -> {
                        a.add(b);
                        return a;
                    }));
        }
        LoadReport busiest = parts.stream()
                .max(Comparator.comparingDouble(LoadReport::generatorUse))
                .orElseThrow();
        double seconds = parts.stream().mapToDouble(LoadReport::seconds).max().orElseThrow();
        double shared = parts.stream().mapToDouble(LoadReport::cpuSeconds).sum() / seats;
        // What decides is the busiest loop, or the processors that all of them share.
        boolean crowded = shared / seconds > busiest.generatorUse();
        Map<String, String> encoded = new TreeMap<>();
        histograms.forEach((name, histogram) -> encoded.put(name, Histograms.encode(histogram)));
        return new LoadReport(
                seconds,
                parts.stream().mapToLong(LoadReport::requests).sum(),
                parts.stream().mapToLong(LoadReport::bytes).sum(),
                parts.stream().mapToLong(LoadReport::checked).sum(),
                errors,
                messages,
                encoded,
                figures,
                ticks(parts),
                crowded ? shared : busiest.cpuSeconds(),
                crowded ? 0 : busiest.withheldSeconds(),
                parts.stream().mapToDouble(LoadReport::processCpuSeconds).sum(),
                first.serverCpuSeconds(),
                first.serverReadBytes(),
                parts.stream().mapToLong(LoadReport::allocatedBytes).sum(),
                first.machine(),
                first.congestionControl());
    }

    /** Adds the counts of ticks; of percentiles only the worst is known. */
    private static List<Tick> ticks(List<LoadReport> parts) {
        int steps = parts.stream().mapToInt(part -> part.ticks().size()).min().orElse(0);
        List<Tick> merged = new ArrayList<>();
        for (int i = 0; i < steps; i++) {
            int step = i;
            merged.add(parts.stream()
                    .map(part -> part.ticks().get(step))
                    .reduce(Reports::add)
                    .orElseThrow());
        }
        merged.sort(Comparator.comparingDouble(Tick::at));
        return merged;
    }

    /** Two processes' ticks of the same second. */
    public static Tick add(Tick a, Tick b) {
        return new Tick(
                a.at(),
                a.seconds(),
                a.requests() + b.requests(),
                a.bytes() + b.bytes(),
                a.errors() + b.errors(),
                Math.max(a.p50(), b.p50()),
                Math.max(a.p99(), b.p99()),
                Math.max(a.max(), b.max()));
    }
}
