package dev.legato.bench.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Base64;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class HistogramsTest {
    @Test
    void decode_whatWasEncoded_isEqual() {
        Histogram histogram = new Histogram(1000, 120_000_000_000L, 3);
        histogram.recordValueWithCount(1_500_000, 7);
        histogram.recordValue(80_000_000_000L);
        assertEquals(histogram, Histograms.decode(Histograms.encode(histogram)));
    }

    @Test
    void decode_otherBytes_isRefused() {
        String text = Base64.getEncoder().encodeToString(new byte[64]);
        assertThrows(IllegalArgumentException.class, () -> Histograms.decode(text));
    }
}
