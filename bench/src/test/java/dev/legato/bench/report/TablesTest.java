package dev.legato.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.TestResults;
import dev.legato.bench.result.Outcomes;
import dev.legato.bench.result.Result.Case;
import dev.legato.bench.result.Result.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TablesTest {
    /** Each row's cells. */
    private static List<List<String>> rows(String table) {
        List<List<String>> rows = new ArrayList<>();
        Matcher row = Pattern.compile("<tr[^>]*>(.*?)</tr>", Pattern.DOTALL).matcher(table);
        while (row.find()) {
            List<String> cells = new ArrayList<>();
            Matcher cell = Pattern.compile("<t[dh][^>]*>(.*?)</t[dh]>").matcher(row.group(1));
            while (cell.find()) {
                cells.add(cell.group(1));
            }
            rows.add(cells);
        }
        return rows;
    }

    @Test
    void outcomes_haveARowForEachServer() {
        List<List<String>> rows = rows(Tables.outcomes(TestResults.twoServers()));
        assertEquals(3, rows.size(), "a head and two servers");
        List<String> legato = rows.get(1);
        assertEquals(rows.getFirst().size(), legato.size());
        assertEquals("legato", legato.get(0));
        assertEquals("500 (500–500)", legato.get(1));
        assertEquals("8.00 (8.00–8.00)", legato.get(3));
        assertEquals("3.00 ms", legato.get(5), "the median of 2, 3 and 4 ms");
        assertEquals("–", legato.getLast(), "no strace");
    }

    @Test
    void outcomes_systemCalls_areAddedUp() {
        Outcome counted = Outcomes.summarize(
                "legato",
                "legato",
                List.of(TestResults.round(1, 8)),
                Map.of("sendfile", 1.0, "recvfrom", 1.25),
                Map.of(),
                Map.of());
        List<List<String>> rows = rows(Tables.outcomes(new Case("4KiB", List.of(counted), List.of(), null)));
        assertEquals("2.25", rows.get(1).getLast());
    }

    @Test
    void outcomes_ownFigures_haveATableWithGaps() {
        Outcome with =
                Outcomes.summarize("legato", "legato", List.of(), Map.of(), Map.of(), Map.of("rebuffer ratio, %", 0.5));
        Outcome without = TestResults.outcome("nginx", TestResults.round(1, 10));
        String table = Tables.outcomes(new Case("4KiB", List.of(with, without), List.of(), null));
        assertTrue(rows(table).contains(List.of("rebuffer ratio, %", "0.50", "–")), table);
    }

    @Test
    void rounds_thatDoNotCount_areStruckThroughWithTheirReason() {
        Outcome outcome = TestResults.outcome(
                "legato", TestResults.round(1, 1, false, 8, 500), TestResults.round(1, 2, true, 8, 500));
        String table = Tables.rounds(new Case("<4KiB>", List.of(outcome), List.of(), null));
        assertEquals(1, table.split("<tr class=\"out\">", -1).length - 1);
        assertTrue(table.contains("noisy: &lt;others&gt;"), table);
        assertFalse(table.contains("<4KiB>"), "labels are escaped");
        List<List<String>> rows = rows(table);
        assertEquals("1", rows.get(1).get(1));
        assertEquals("1.2", rows.get(2).get(1), "the second attempt");
        assertEquals("1\u202f234", rows.get(2).get(2));
        assertEquals("93 %", rows.get(2).get(6));
        assertEquals("50 %", rows.get(2).get(7));
        assertEquals("–", rows.get(2).get(13), "memory is not known");
        assertEquals(rows.getFirst().size(), rows.get(2).size());
    }
}
