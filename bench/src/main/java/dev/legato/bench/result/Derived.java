package dev.legato.bench.result;

import dev.legato.bench.protocol.Histograms;
import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.scenario.IngestScenario;
import dev.legato.bench.scenario.Scenario;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** A scenario's own figures: what its generators counted, and what follows from it. */
final class Derived {
    private Derived() {}

    static Map<String, Double> of(LoadReport report, @Nullable Memory memory, Scenario scenario) {
        Map<String, Double> figures = new TreeMap<>(report.figures());
        report.histograms().forEach((name, text) -> {
            if (!name.equals("latency") && !name.equals("service")) {
                Histogram histogram = Histograms.decode(text);
                figures.put(name + " p50, ms", histogram.getValueAtPercentile(50) / 1e6);
                figures.put(name + " p99, ms", histogram.getValueAtPercentile(99) / 1e6);
                figures.put(name + " p99.9, ms", histogram.getValueAtPercentile(99.9) / 1e6);
            }
        });
        Double listened = report.figures().get("listened seconds");
        if (listened != null && listened > 0) {
            double silent = report.figures().getOrDefault("silent seconds", 0.0);
            figures.put("rebuffer ratio, %", 100 * silent / (listened + silent));
            if (report.serverCpuSeconds() >= 0) {
                figures.put("CPU a stream, % of a processor", 100 * report.serverCpuSeconds() / listened);
            }
        }
        if (scenario instanceof IngestScenario ingest) {
            figures.put("events a request", (double) ingest.batch());
            figures.put("events a second asked for", ingest.rate());
            figures.put("events a second acknowledged", ingest.batch() * report.requests() / report.seconds());
        }
        if (memory != null && listened != null) {
            double connections = scenario.connections();
            figures.put("RSS a connection, kB", memory.residentBytes() / 1e3 / connections);
            figures.put("kernel TCP buffers a connection, kB", memory.socketBytes() / 1e3 / connections);
            figures.put("kernel slab a connection, both ends, kB", memory.slabBytes() / 1e3 / connections);
        }
        return figures;
    }
}
