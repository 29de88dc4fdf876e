package dev.legato.bench.result;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "0.00042, 4.2e-04",
        "0.0042, 0.0042",
        "0.042, 0.04",
        "1.234, 1.23",
        "12.34, 12.3",
        "123.4, 123",
        "1234.5, 1\u202f235",
        "-1.5, -1.50"
    })
    void plain_hasThreeOrFourDigits(double value, String text) {
        assertEquals(text, Numbers.plain(value));
    }

    @ParameterizedTest
    @CsvSource({"0.5, 0.5", "1, 1", "20, 20", "0.25, 0.25", "2000, 2\u202f000"})
    void mark_leavesNoughtsOut(double value, String text) {
        assertEquals(text, Numbers.mark(value));
    }

    @ParameterizedTest
    @CsvSource({"0.0005, 0.50 µs", "0.25, 250 µs", "1, 1.00 ms", "42.5, 42.5 ms", "1500, 1.50 s"})
    void time_hasTheUnitThatFits(double millis, String text) {
        assertEquals(text, Numbers.time(millis));
    }

    @Test
    void count_thousands_areApart() {
        assertEquals("999", Numbers.count(999));
        assertEquals("1\u202f234\u202f567", Numbers.count(1_234_567));
    }

    @Test
    void rounds_one_isSingular() {
        assertEquals("1 round", Numbers.rounds(1));
        assertEquals("3 rounds", Numbers.rounds(3));
    }

    @Test
    void spread_showsItsIntervalWhereThereIsOne() {
        assertEquals("–", Numbers.spread(null));
        assertEquals("2.00", Numbers.spread(new Spread(2, 2, 2, 1)));
        assertEquals("2.00 (1.00–3.00)", Numbers.spread(new Spread(2, 1, 3, 3)));
    }
}
