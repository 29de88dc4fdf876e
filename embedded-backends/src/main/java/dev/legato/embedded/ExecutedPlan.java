package dev.legato.embedded;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How PostgreSQL carried out a statement.
 *
 * @param statement its text
 * @param plan in PostgreSQL's words, without the parts that were pruned before it began
 */
public record ExecutedPlan(String statement, String plan) {
    /** {@code Index Scan using entries_3_pkey on entries_3 e}, of the partition 3 of {@code entries}. */
    private static final Pattern SCAN = Pattern.compile("Scan\\b[^\\n]*? on (?:\\w+\\.)?(\\w+?)_(\\d+)(?=[ \\n]|$)");

    /** The partitions it read, by their table; those of a table {@code t} are {@code t_0}, {@code t_1} and so on. */
    public Map<String, Set<String>> partitions() {
        Map<String, Set<String>> partitions = new TreeMap<>();
        Matcher scan = SCAN.matcher(plan);
        while (scan.find()) {
            partitions.computeIfAbsent(scan.group(1), _ -> new TreeSet<>()).add(scan.group(2));
        }
        return partitions;
    }

    /** Whether it read no more than one partition of any table. */
    public boolean isPruned() {
        return partitions().values().stream().allMatch(read -> read.size() == 1);
    }
}
