package dev.legato.edge.cache;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WantedRangeTest {
    private static final int SLICE = 100;

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, bytes=0-99",
        "bytes=99-100, bytes=0-199",
        "bytes=250-260, bytes=200-299",
        "bytes=0-, bytes=0-199",
        "bytes=550-, bytes=500-699",
        "bytes=0-999999999999, bytes=0-799",
        "bytes=-5, bytes=-5"
    })
    void singleRange_isWidenedToSlices(String range, String wanted) {
        assertEquals(wanted, WantedRange.of(range, SLICE, _ -> Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=0-1,5-6", "bytes=0-1, -5"})
    void severalRanges_askForTheFirstSlice(String range) {
        assertEquals("bytes=0-99", WantedRange.of(range, SLICE, _ -> Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-2", "seconds=0-1", "bytes=a-b", "bytes", ""})
    void whatIsNoRange_asksForTheWhole(String range) {
        assertNull(WantedRange.of(range, SLICE, _ -> Long.MAX_VALUE));
    }

    @Test
    void noRange_asksForTheWhole() {
        assertNull(WantedRange.of(null, SLICE, _ -> Long.MAX_VALUE));
    }
}
