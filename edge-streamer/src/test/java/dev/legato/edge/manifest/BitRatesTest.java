package dev.legato.edge.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class BitRatesTest {
    @Test
    void of_evenSegments_peakIsTheirRate() {
        BitRates rates = BitRates.of(Renditions.of("aac-160", List.of(1000, 1000), List.of(4000, 4000)));
        assertEquals(new BitRates(4, 2000, 2000), rates);
    }

    @Test
    void of_aShortRestThatCostsMuch_countsOnlyWithWhatIsBeforeIt() {
        BitRates rates = BitRates.of(Renditions.of("aac-160", List.of(1000, 1000, 500), List.of(4000, 4000, 1000)));
        assertEquals(new BitRates(4, 2400, Math.ceilDiv(2500 * 8, 9)), rates);
    }

    @Test
    void of_aTrackOfAMoment_isItsAverage() {
        assertEquals(new BitRates(1, 8000, 8000), BitRates.of(Renditions.of("x", List.of(100), List.of(100))));
    }

    @Test
    void of_fourAndAHalfSeconds_roundsTheTargetUp() {
        assertEquals(
                5, BitRates.of(Renditions.of("x", List.of(100), List.of(4500))).target());
    }
}
