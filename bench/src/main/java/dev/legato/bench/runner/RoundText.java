package dev.legato.bench.runner;

import dev.legato.bench.protocol.LoadReport;
import dev.legato.bench.result.Noise;
import dev.legato.bench.result.Numbers;
import dev.legato.bench.result.Result.Outcome;
import dev.legato.bench.result.Round;
import dev.legato.bench.result.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A round in words. */
final class RoundText {
    private RoundText() {}

    /** What is to be known of a round; empty when nothing is. */
    static String remark(Noise noise, LoadReport report, boolean generatorBound) {
        List<String> remarks = new ArrayList<>();
        if (!noise.quiet()) {
            remarks.add("noisy: " + noise);
        }
        if (generatorBound) {
            remarks.add("the generator was the bottleneck");
        }
        if (report.serverReadBytes() > 0) {
            remarks.add("the server read %,d bytes from disks".formatted(report.serverReadBytes()));
        }
        return String.join("; ", remarks);
    }

    /** The line a server's rounds leave on the terminal where they are too many for a line each. */
    static String line(String label, Outcome outcome) {
        return line(label, outcome.server(), outcome.requestsPerSecond(), outcome.cpuMicrosPerRequest());
    }

    static String line(String label, String server, @Nullable Spread rate, @Nullable Spread cpu) {
        return "%-14s %-22s %s/s  %s µs CPU/request"
                .formatted(label, server, Numbers.spread(rate), Numbers.spread(cpu));
    }

    /** The line a round leaves on the terminal. */
    static String line(String label, Round round, String server) {
        String cpu = round.cpuMicrosPerRequest() == null
                ? ""
                : String.format(Locale.ROOT, "  %8.2f µs CPU/request", round.cpuMicrosPerRequest());
        Double rebuffers = round.figures().get("rebuffers");
        return String.format(
                Locale.ROOT,
                "%-14s round %d  %-22s %,9.0f/s %,8.0f MB/s  p50 %7.3f  p99 %8.3f ms%s%s%s",
                label,
                round.number(),
                server,
                round.requestsPerSecond(),
                round.megabytesPerSecond(),
                round.latency().get("p50"),
                round.latency().get("p99"),
                cpu,
                rebuffers == null ? "" : String.format(Locale.ROOT, "  rebuffers %.0f", rebuffers),
                round.remark().isEmpty() ? "" : "  [" + round.remark() + "]");
    }
}
