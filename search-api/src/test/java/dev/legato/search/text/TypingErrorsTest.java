package dev.legato.search.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TypingErrorsTest {
    @ParameterizedTest
    @CsvSource({
        "queen,queen,0",
        "qeen,queen,1",
        "xueen,queen,1",
        "quene,queen,1",
        "uqeen,queen,1",
        "qqueen,queen,1",
        "metalcia,metallica,2",
        "rapsodi,rhapsody,2",
        "abba,abcd,2",
        "love,queen,3"
    })
    void between_words_countsErrors(String typed, String word, int errors) {
        assertEquals(errors, TypingErrors.between(typed, word, 2, false));
    }

    @ParameterizedTest
    @CsvSource({"radoi,radiohead,1", "radio,radiohead,0", "metl,metallica,1", "xyz,radiohead,3"})
    void between_beginning_countsErrorsOfIt(String typed, String word, int errors) {
        assertEquals(errors, TypingErrors.between(typed, word, 2, true));
    }

    @ParameterizedTest
    @CsvSource({"a,1", "queen,1", "zeplin,2", "metallica,2", "桜,0", "'',0"})
    void allowed_length_givesErrors(String typed, int errors) {
        assertEquals(errors, TypingErrors.allowed(typed));
    }
}
