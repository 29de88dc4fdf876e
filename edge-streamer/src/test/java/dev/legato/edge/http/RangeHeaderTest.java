package dev.legato.edge.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeHeaderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "-                              | whole",
                "bytes=0-0                      | 0-0",
                "bytes=0-                       | 0-99",
                "bytes=99-                      | 99-99",
                "bytes=100-                     | unsatisfiable",
                "bytes=0-99                     | 0-99",
                "bytes=0-100                    | 0-99",
                "bytes=0-18446744073709551616   | 0-99",
                "bytes=18446744073709551616-    | unsatisfiable",
                "bytes=-1                       | 99-99",
                "bytes=-100                     | 0-99",
                "bytes=-101                     | 0-99",
                "bytes=-0                       | unsatisfiable",
                "bytes=5-4                      | whole",
                "bytes=-                        | whole",
                "bytes=                         | whole",
                "bytes=,                        | whole",
                "bytes=a-b                      | whole",
                "bytes=1-2x                     | whole",
                "bytes=1                        | whole",
                "bytes=1--2                     | whole",
                "bytes=+1-2                     | whole",
                "bytes=0x1-2                    | whole",
                "bytes 0-1                      | whole",
                "bytes = 0-1                    | whole",
                "BYTES=0-1                      | 0-1",
                "items=0-1                      | whole",
                "none                           | whole",
                "bytes=0-0,-1                   | 0-0 99-99",
                "bytes=0-0 , 2-2,,4-4           | 0-0 2-2 4-4",
                "bytes=0-9,5-19                 | 0-19",
                "bytes=0-9,10-19                | 0-19",
                "bytes=50-59,0-9,55-69          | 50-69 0-9",
                "bytes=20-29,0-9,5-25           | 0-29",
                "bytes=0-9,200-                 | 0-9",
                "bytes=200-,300-                | unsatisfiable",
                "bytes=0-1,b                    | whole",
                "bytes=0-0,2-2,4-4,6-6,8-8,10-10,12-12,14-14,16-16,18-18,20-20,22-22,24-24,26-26,28-28,30-30,32-32 | whole",
            })
    void resolve_hundredBytes_selects(String value, String expected) {
        assertEquals(expected, text(RangeHeader.resolve(value, 100)));
    }

    @ParameterizedTest
    @CsvSource({"bytes=0-, unsatisfiable", "bytes=0-0, unsatisfiable", "bytes=-1, whole", "bytes=-0, unsatisfiable"})
    void resolve_noBytes_selects(String value, String expected) {
        assertEquals(expected, text(RangeHeader.resolve(value, 0)));
    }

    @Property
    void resolve_anyText_neverThrows(
            @ForAll @StringLength(max = 60) String text, @ForAll @IntRange(max = 100) int size) {
        assertTrue(text(RangeHeader.resolve("bytes=" + text, size)).length() > 0);
        assertTrue(text(RangeHeader.resolve(text, size)).length() > 0);
    }

    @Property
    void resolve_textOfRangeCharacters_neverThrows(
            @ForAll @StringLength(max = 40) @CharRange(from = ',', to = '9') String text,
            @ForAll @IntRange(max = 9) int size) {
        assertTrue(text(RangeHeader.resolve("bytes=" + text, size)).length() > 0);
    }

    @Property
    void resolve_manyRanges_selectsTheirUnionDisjoint(
            @ForAll("ranges") @Size(min = 1, max = RangeHeader.MAX_RANGES) List<ByteRange> ranges) {
        BitSet expected = new BitSet();
        ranges.forEach(range -> expected.set((int) range.start(), (int) range.endExclusive()));
        String value = ranges.stream()
                .map(range -> range.start() + "-" + (range.endExclusive() - 1))
                .collect(Collectors.joining(","));
        BitSet selected = new BitSet();
        for (ByteRange range : ((Ranges.Selected) RangeHeader.resolve("bytes=" + value, 1000)).ranges()) {
            BitSet bits = new BitSet();
            bits.set((int) range.start(), (int) range.endExclusive());
            assertTrue(!bits.intersects(selected), value);
            selected.or(bits);
        }
        assertEquals(expected, selected);
    }

    @Provide
    Arbitrary<List<ByteRange>> ranges() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 899),
                        Arbitraries.integers().between(1, 100))
                .as((start, length) -> new ByteRange(start, start + length))
                .list();
    }

    private static String text(Ranges ranges) {
        return switch (ranges) {
            case Ranges.Whole _ -> "whole";
            case Ranges.Unsatisfiable _ -> "unsatisfiable";
            case Ranges.Selected(List<ByteRange> selected) ->
                selected.stream()
                        .map(range -> range.start() + "-" + (range.endExclusive() - 1))
                        .collect(Collectors.joining(" "));
        };
    }
}
