package dev.legato.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.TestReports;
import dev.legato.bench.TestResults;
import dev.legato.bench.result.Result.Case;
import dev.legato.bench.result.Result.Outcome;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ChartsTest {
    private final Charts charts = new Charts(List.of("legato", "nginx", "limit"));
    private final Case one = TestResults.twoServers();

    /** Numbers of an attribute, in the picture's order. */
    private static List<Double> numbers(String svg, String element, String attribute) {
        List<Double> found = new ArrayList<>();
        Matcher matcher = Pattern.compile("<%s [^>]*\\b%s=\"([-0-9.]+)\"".formatted(element, attribute))
                .matcher(svg);
        while (matcher.find()) {
            found.add(Double.parseDouble(matcher.group(1)));
        }
        return found;
    }

    private static void assertWellFormed(String svg) throws Exception {
        var unused =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(svg)));
        assertFalse(svg.contains("NaN") || svg.contains("Infinity"), svg);
    }

    @Test
    void colour_eachServer_keepsItsOwn() {
        assertNotEquals(charts.colour("legato"), charts.colour("nginx"));
        assertEquals("c3", charts.colour("limit"), "the limit is no competitor");
        assertNotEquals("c3", charts.colour("nginx"));
    }

    @Test
    void colour_moreServersThanColours_neverGivesTheLimits() {
        List<String> many = List.of("a", "b", "c", "d", "e", "f", "g", "h", "i");
        Charts crowded = new Charts(many);
        many.forEach(server -> assertNotEquals("c3", crowded.colour(server)));
    }

    @Test
    void bars_areAsLongAsTheirMedians() throws Exception {
        String svg = charts.bars("Cost", "µs", one.outcomes(), Outcome::cpuMicrosPerRequest);
        assertWellFormed(svg);
        List<Double> widths = numbers(svg, "rect", "width");
        assertEquals(2, widths.size());
        assertEquals(0.8, widths.get(0) / widths.get(1), 0.01, "8 µs beside 10 µs");
        assertTrue(svg.contains("<title>legato: 8.00 (8.00–8.00) µs</title>"), svg);
    }

    @Test
    void bars_serverWithoutACountingRound_saysSo() throws Exception {
        Outcome none = TestResults.outcome("nginx", TestResults.round(1, 1, false, 10, 500));
        String svg = charts.bars("Cost", "µs", List.of(none), Outcome::cpuMicrosPerRequest);
        assertWellFormed(svg);
        assertTrue(svg.contains("no counting round"), svg);
        assertEquals(List.of(), numbers(svg, "rect", "width"));
    }

    @Test
    void ratios_lessThanOne_liesLeftOfTheLine() throws Exception {
        String svg = charts.ratios("Ratios", List.of("64KiB"), one.comparisons(), comparison -> comparison.cpu());
        assertWellFormed(svg);
        double dot = numbers(svg, "circle", "cx").getFirst();
        Matcher line = Pattern.compile("<line class=\"one\" x1=\"([0-9.]+)\"").matcher(svg);
        assertTrue(line.find());
        assertTrue(dot < Double.parseDouble(line.group(1)), svg);
        assertTrue(svg.contains("64KiB  ÷ nginx"), svg);
        assertTrue(svg.contains("0.80 ×"), svg);
    }

    @Test
    void percentiles_slowerServer_liesHigher() throws Exception {
        Outcome fast = outcome("legato", TestReports.histogram(1_000_000, 10_000));
        Outcome slow = outcome("nginx", TestReports.histogram(9_000_000, 10_000));
        String svg = charts.percentiles("Latency", List.of(fast, slow));
        assertWellFormed(svg);
        Matcher curves = Pattern.compile("points=\"([^\"]+)\"").matcher(svg);
        assertTrue(curves.find());
        double fastY = firstY(curves.group(1));
        assertTrue(curves.find());
        assertTrue(firstY(curves.group(1)) < fastY, "up is slower");
        assertTrue(svg.contains(">p99<") && svg.contains(">p99.9<"), svg);
        assertFalse(svg.contains(">p99.999<"), "ten thousand requests do not tell");
    }

    @Test
    void percentiles_serverWithoutHistogram_isLeftOut() throws Exception {
        Outcome none = new Outcome(
                "nginx", "nginx", List.of(), null, null, null, null, Map.of(), Map.of(), Map.of(), Map.of());
        String svg = charts.percentiles("Latency", List.of(none));
        assertWellFormed(svg);
        assertFalse(svg.contains("<polyline"), svg);
    }

    @Test
    void timeLine_countingRounds_followEachOther() throws Exception {
        Outcome outcome = TestResults.outcome(
                "legato",
                TestResults.round(1, 8),
                TestResults.round(2, 1, false, 8, 500),
                TestResults.round(2, 2, true, 8, 500));
        String svg = charts.timeLine("Over time", List.of(outcome));
        assertWellFormed(svg);
        Matcher lines = Pattern.compile("points=\"([^\"]+)\"").matcher(svg);
        assertTrue(lines.find());
        String[] first = lines.group(1).trim().split(" ", -1);
        assertTrue(lines.find(), "a line for each round that counts");
        String[] second = lines.group(1).trim().split(" ", -1);
        assertFalse(lines.find(), "and none for the other");
        assertEquals(x(first[first.length - 1]), x(second[0]), 0.11);
        assertEquals(3, first.length, "two ticks and where they begin");
    }

    private static Outcome outcome(String server, String latency) {
        return new Outcome(
                server,
                server,
                List.of(),
                null,
                null,
                null,
                null,
                Map.of(),
                Map.of(),
                Map.of("latency", latency),
                Map.of());
    }

    private static double x(String point) {
        return Double.parseDouble(point.split(",", -1)[0]);
    }

    private static double firstY(String points) {
        return Double.parseDouble(points.trim().split(" ", -1)[0].split(",", -1)[1]);
    }
}
