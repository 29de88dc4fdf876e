package dev.legato.edge.http;

import java.util.List;

/** What a {@code Range} field asks of a representation of known length. */
public sealed interface Ranges {
    /** No range is asked for, or the field is ignored: the whole representation. */
    enum Whole implements Ranges {
        WHOLE
    }

    /** All ranges asked for are outside of it: 416. */
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
