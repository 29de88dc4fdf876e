package dev.legato.bench.runner;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What wrk prints:
 *
 * <pre>
 *   Latency Distribution
 *      50%  657.00us
 *      99%    1.23ms
 *   92101 requests in 1.00s, 5.63GB read
 * Requests/sec:  92010.11
 * </pre>
 *
 * @param requests answered
 * @param p50 milliseconds, as the next
 */
record WrkReport(long requests, double requestsPerSecond, double p50, double p99) {
    private static final Pattern REQUESTS = Pattern.compile("(\\d+) requests in ");
    private static final Pattern RATE = Pattern.compile("Requests/sec: +([\\d.]+)");
    private static final Pattern REFUSED = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");

    /** @return null when the text is no report, or reports failed requests */
    static @Nullable WrkReport parse(String text) {
        Matcher requests = REQUESTS.matcher(text);
        Matcher rate = RATE.matcher(text);
        if (!requests.find()
                || !rate.find()
                || requests.group(1).equals("0")
                || REFUSED.matcher(text).find()) {
            return null;
        }
        return new WrkReport(
                Long.parseLong(requests.group(1)),
                Double.parseDouble(rate.group(1)),
                percentile(text, "50"),
                percentile(text, "99"));
    }

    private static double percentile(String text, String percent) {
        Matcher line =
                Pattern.compile("\\s" + percent + "%\\s+([\\d.]+)(us|ms|s)\\b").matcher(text);
        if (!line.find()) {
            return 0;
        }
        double value = Double.parseDouble(line.group(1));
        return switch (line.group(2)) {
            case "us" -> value / 1e3;
            case "s" -> value * 1e3;
            default -> value;
        };
    }
}
