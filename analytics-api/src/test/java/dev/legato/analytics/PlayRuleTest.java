package dev.legato.analytics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PlayRuleTest {
    @ParameterizedTest
    @CsvSource({
        "29999, 180000, false",
        "30000, 180000, true",
        "19999, 40000, false",
        "20000, 40000, true",
        "29999, 0, false",
        "30000, 0, true",
    })
    void isPlay_atItsBounds(long heardMs, long durationMs, boolean expected) {
        assertEquals(expected, PlayRule.isPlay(heardMs, durationMs));
    }
}
