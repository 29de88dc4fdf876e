package dev.legato.edge.http;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of a message that is received, stored and sent on: their lines in the order in which they came.
 * Names are compared without regard to case and kept in lower case, as HTTP/2 requires. It does not change.
 *
 * @param lines the field lines
 */
public record FieldList(List<Line> lines) {
    /** A list without lines. */
    public static final FieldList EMPTY = new FieldList(List.of());

    /**
     * A field line.
     *
     * @param name in lower case
     */
    public record Line(String name, String value) {
        public Line {
            name = name.toLowerCase(Locale.ROOT);
        }
    }

    public FieldList {
        lines = List.copyOf(lines);
    }

    /** Makes a list of names and values in turns. */
    public static FieldList of(String... namesAndValues) {
        List<Line> lines = new ArrayList<>(namesAndValues.length / 2);
        for (int i = 0; i + 1 < namesAndValues.length; i += 2) {
            lines.add(new Line(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new FieldList(lines);
    }

    /**
     * Returns the combined value of a field: the values of its lines, joined by a comma (RFC 9110 §5.3).
     *
     * @param name in lower case
     * @return null if there is no such line
     */
    public @Nullable String get(String name) {
        String first = null;
        StringBuilder combined = null;
        for (Line line : lines) {
            if (!line.name.equals(name)) {
                continue;
            }
            if (first == null) {
                first = line.value;
            } else {
                if (combined == null) {
                    combined = new StringBuilder(first);
                }
                combined.append(", ").append(line.value);
            }
        }
        return combined == null ? first : combined.toString();
    }

    /** Whether there is a line with this name, in lower case. */
    public boolean has(String name) {
        for (Line line : lines) {
            if (line.name.equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** Returns a list without the fields of these names, in lower case. */
    public FieldList without(Set<String> names) {
        return new FieldList(
                lines.stream().filter(line -> !names.contains(line.name)).toList());
    }

    /** Returns a list in which one line of this name stands at the end instead of all others. */
    public FieldList with(String name, String value) {
        Line added = new Line(name, value);
        List<Line> next = new ArrayList<>(lines.size() + 1);
        for (Line line : lines) {
            if (!line.name.equals(added.name)) {
                next.add(line);
            }
        }
        next.add(added);
        return new FieldList(next);
    }

    /** Returns a list in which the fields that {@code newer} has replace those of the same names. */
    public FieldList updated(FieldList newer) {
        Set<String> replaced = newer.lines.stream().map(Line::name).collect(Collectors.toCollection(HashSet::new));
        List<Line> next = new ArrayList<>(without(replaced).lines);
        next.addAll(newer.lines);
        return new FieldList(next);
    }
}
