package dev.legato.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ScaleTest {
    @Test
    void at_linear_isProportional() {
        Scale scale = Scale.linear(0, 200, 10, 110);
        assertEquals(10, scale.at(0));
        assertEquals(35, scale.at(50));
        assertEquals(110, scale.at(200));
    }

    @Test
    void at_upwards_turnsRound() {
        Scale scale = Scale.linear(0, 10, 100, 0);
        assertEquals(100, scale.at(0));
        assertEquals(0, scale.at(10));
    }

    @Test
    void at_logarithmic_givesEachPowerTheSameRoom() {
        Scale scale = Scale.logarithmic(1, 1000, 0, 300);
        assertEquals(100, scale.at(10), 1e-9);
        assertEquals(200, scale.at(100), 1e-9);
    }

    @Test
    void at_outsideTheScale_isItsEnd() {
        Scale scale = Scale.logarithmic(1, 1000, 0, 300);
        assertEquals(0, scale.at(0));
        assertEquals(300, scale.at(1e9), 1e-9);
    }

    @Test
    void at_scaleOfOnePoint_isFinite() {
        assertTrue(Double.isFinite(Scale.linear(5, 5, 0, 100).at(5)));
    }

    @Test
    void marks_logarithmic_arePowersOfTen() {
        assertEquals(List.of(0.1, 1.0, 10.0), Scale.logarithmic(0.05, 40, 0, 1).marks());
    }

    @Test
    void marks_linear_areAFewRoundNumbers() {
        assertEquals(
                List.of(0.0, 20.0, 40.0, 60.0, 80.0), Scale.linear(0, 90, 0, 1).marks());
        assertEquals(
                List.of(0.0, 500.0, 1000.0, 1500.0), Scale.linear(0, 1900, 0, 1).marks());
    }
}
