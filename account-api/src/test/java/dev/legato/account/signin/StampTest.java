package dev.legato.account.signin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.person.EmailAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class StampTest {
    private static final EmailAddress CLARA = EmailAddress.parse("clara@example.org");
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");

    @Test
    void pays_ofEnoughWork_isTrue() {
        assertTrue(Stamp.parse(solve(12, CLARA, NOW)).orElseThrow().pays(CLARA, 12, NOW));
    }

    @Test
    void pays_ofLessWorkThanAsked_isFalse() {
        assertFalse(Stamp.parse(solve(8, CLARA, NOW)).orElseThrow().pays(CLARA, 12, NOW));
    }

    @Test
    void pays_forAnotherAddress_isFalse() {
        Stamp stamp = Stamp.parse(solve(8, CLARA, NOW)).orElseThrow();
        assertFalse(stamp.pays(EmailAddress.parse("robert@example.org"), 8, NOW));
    }

    @ParameterizedTest
    @CsvSource({"-11, false", "-9, true", "9, true", "11, false"})
    void pays_atAnotherTime_dependsOnTheDistance(int minutes, boolean pays) {
        Stamp stamp = Stamp.parse(solve(8, CLARA, NOW)).orElseThrow();
        assertEquals(pays, stamp.pays(CLARA, 8, NOW.plus(Duration.ofMinutes(minutes))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "legato1",
                "legato1:18:1:00000000000000000000000000000000:abcdefgh:1",
                "legato2:0:1:00000000000000000000000000000000:abcdefgh:1",
                "legato1:0:1:0000000000000000000000000000000:abcdefgh:1",
                "legato1:99999999999:1:00000000000000000000000000000000:abcdefgh:1",
                "legato1:0:99999999999999:00000000000000000000000000000000:abcdefgh:1",
                "legato1:-1:1:00000000000000000000000000000000:abcdefgh:1"
            })
    void parse_ofNoStamp_isEmpty(String text) {
        assertTrue(Stamp.parse(text).isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"11, 10, 18", "19, 10, 18", "20, 10, 19", "40, 10, 20", "160, 10, 22", "1000000, 10, 22", "5, 0, 20"})
    void bitsFor_growsWithFailuresUpToALimit(int failures, int limit, int bits) {
        assertEquals(bits, Stamp.bitsFor(failures, limit));
    }

    /** Does the work, as a browser's script does. */
    static String solve(int bits, EmailAddress email, Instant now) {
        String start = "legato1:%d:%d:%s:abcdefgh:".formatted(bits, now.getEpochSecond() / 60, Stamp.resource(email));
        return IntStream.iterate(0, n -> n + 1)
                .mapToObj(n -> start + n)
                .filter(text -> Stamp.parse(text).isPresent())
                .findFirst()
                .orElseThrow();
    }
}
