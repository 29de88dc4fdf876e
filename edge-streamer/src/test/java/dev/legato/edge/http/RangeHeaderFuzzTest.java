package dev.legato.edge.http;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

class RangeHeaderFuzzTest {
    /** The last byte says how long the representation is. */
    @FuzzTest(maxDuration = "60s")
    void resolve_anyText_selectsWithin(byte[] data) {
        int size = data.length == 0 ? 0 : data[data.length - 1] & 0xff;
        String text = new String(data, StandardCharsets.ISO_8859_1);
        check(RangeHeader.resolve(text, size), size);
        check(RangeHeader.resolve("bytes=" + text, size), size);
        check(RangeHeader.resolve("bytes=" + text, Long.MAX_VALUE), Long.MAX_VALUE);
    }

    private static void check(Ranges ranges, long size) {
        if (ranges instanceof Ranges.Selected(var selected)) {
            assertTrue(!selected.isEmpty() && selected.size() <= RangeHeader.MAX_RANGES);
            for (ByteRange one : selected) {
                assertTrue(one.start() >= 0 && one.start() < one.endExclusive() && one.endExclusive() <= size);
                assertTrue(selected.stream().allMatch(other -> other == one || !other.touches(one)));
            }
        }
    }
}
