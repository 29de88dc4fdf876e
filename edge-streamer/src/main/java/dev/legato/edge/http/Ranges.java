package dev.legato.edge.http;

import java.util.List;

/** What a {@code Range} field asks of a representation of known length. */
public sealed interface Ranges {
    /** No range asked for, or none we have to honour: the whole representation. */
    enum Whole implements Ranges {
        WHOLE
    }

    /** None of the ranges asked for lies inside: 416. */
    enum Unsatisfiable implements Ranges {
        UNSATISFIABLE
    }

    /**
     * At least one range, disjoint, in the order asked for.
     *
     * @param ranges 1 to {@value RangeHeader#MAX_RANGES} of them
     */
    record Selected(List<ByteRange> ranges) implements Ranges {}
}
