package dev.legato.bench.generator.measurement;

import dev.legato.bench.protocol.Histograms;
import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.protocol.Tick;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What a generator counts. Nothing counts before {@link #begin}: that was warm-up. Latencies are nanoseconds, 1 µs to
 * 120 s with three digits.
 */
public final class Recorder {
    private static final long MAX_LATENCY = 120_000_000_000L;
    private static final int MAX_MESSAGES = 5;

    private final Map<String, Histogram> histograms = new LinkedHashMap<>();
    private final Map<Failure, Long> failures = new EnumMap<>(Failure.class);
    private final Map<String, Double> figures = new LinkedHashMap<>();
    private final List<String> messages = new ArrayList<>();
    private final Histogram tick = histogram();
    private final List<Tick> ticks = new ArrayList<>();
    private long from = Long.MAX_VALUE;
    private long requests;
    private long bytes;
    private long checked;
    private long tickRequests;
    private long tickBytes;
    private long tickErrors;
    private long errors;

    /** A histogram of its own beside others, such as one step of a flow. */
    public Histogram named(String name) {
        return histograms.computeIfAbsent(name, _ -> histogram());
    }

    /** Forgets everything, for a measurement of its own. */
    public void clear() {
        begin(Long.MAX_VALUE);
        failures.clear();
        messages.clear();
        ticks.clear();
        errors = 0;
    }

    /** Starts to count requests intended from {@code now} on. */
    public void begin(long now) {
        from = now;
        histograms.values().forEach(Histogram::reset);
        tick.reset();
        figures.clear();
        requests = 0;
        bytes = 0;
        checked = 0;
        tickRequests = 0;
        tickBytes = 0;
        tickErrors = 0;
    }

    /** Whether a request intended then belongs to the measurement. */
    public boolean counts(long intended) {
        return intended >= from;
    }

    public boolean measuring() {
        return from != Long.MAX_VALUE;
    }

    /** A whole and right response, of a request that {@link #counts}. */
    public void success(Histogram latency, long nanos, long bodyBytes) {
        record(latency, nanos);
        record(tick, nanos);
        requests++;
        tickRequests++;
        bytes += bodyBytes;
        tickBytes += bodyBytes;
    }

    public void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, MAX_LATENCY));
    }

    /** A body was compared byte for byte. */
    public void checked() {
        checked++;
    }

    /** Errors count in the warm-up too: no figure stands on a server that fails. */
    public void failure(Failure why, String message) {
        failures.merge(why, 1L, Long::sum);
        errors++;
        tickErrors++;
        if (messages.size() < MAX_MESSAGES) {
            messages.add(message);
        }
    }

    /** Sets a figure of a scenario's own, such as the seconds listeners heard nothing. */
    public void figure(String name, double value) {
        figures.put(name, value);
    }

    /** Sets a figure that is a count. */
    public void figure(String name, long value) {
        figures.put(name, (double) value);
    }

    /** Ends a step of the time line. */
    public Tick tick(long now, long lengthNanos) {
        Tick done = new Tick(
                measuring() ? (now - from) / 1e9 : -1,
                lengthNanos / 1e9,
                tickRequests,
                tickBytes,
                tickErrors,
                tick.getValueAtPercentile(50) / 1e6,
                tick.getValueAtPercentile(99) / 1e6,
                tick.getMaxValue() / 1e6);
        tick.reset();
        tickRequests = 0;
        tickBytes = 0;
        tickErrors = 0;
        if (measuring()) {
            ticks.add(done);
        }
        return done;
    }

    public long requests() {
        return requests;
    }

    public long bytes() {
        return bytes;
    }

    public long bodiesChecked() {
        return checked;
    }

    public long errors() {
        return errors;
    }

    public Map<Failure, Long> failures() {
        return failures;
    }

    public List<String> messages() {
        return messages;
    }

    public List<Tick> ticks() {
        return ticks;
    }

    public Map<String, Double> figures() {
        return figures;
    }

    public Map<String, Histogram> histograms() {
        return histograms;
    }

    /**
     * Makes the report of a turn.
     *
     * @param serverKnown whether the meters have read the server's processes
     */
    public LoadReport report(Meter before, Meter after, boolean serverKnown, String congestionControl) {
        Map<String, Long> errorsByKind = new TreeMap<>();
        failures.forEach((why, count) -> errorsByKind.put(why.name(), count));
        Map<String, String> encoded = new TreeMap<>();
        histograms.forEach((name, histogram) -> encoded.put(name, Histograms.encode(histogram)));
        return new LoadReport(
                (after.at - before.at) / 1e9,
                requests,
                bytes,
                checked,
                errorsByKind,
                messages,
                encoded,
                figures,
                ticks,
                after.generatorCpuSeconds - before.generatorCpuSeconds,
                after.withheldSince(before),
                after.processCpuSeconds - before.processCpuSeconds,
                serverKnown ? after.server.cpuSeconds() - before.server.cpuSeconds() : -1,
                serverKnown ? after.server.readBytes() - before.server.readBytes() : -1,
                after.allocatedBytes - before.allocatedBytes,
                after.machine.since(before.machine),
                congestionControl);
    }

    private static Histogram histogram() {
        return new Histogram(1000, MAX_LATENCY, 3);
    }
}
