package dev.legato.edge.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    private static final long NOW = Instant.parse("2026-11-22T00:00:00Z").getEpochSecond();
    private static final long EXAMPLE = Instant.parse("1994-11-06T08:49:37Z").getEpochSecond();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sun, 06 Nov 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994",
            })
    void parse_threeForms_areOneDate(String text) {
        assertEquals(EXAMPLE, HttpDate.parse(text, NOW));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 31 Feb 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 06 Nov 1994 08:60:00 GMT",
                "Sun, 06 Foo 1994 08:49:37 GMT",
                "Son, 06 Nov 1994 08:49:37 GMT",
                "sun, 06 nov 1994 08:49:37 gmt",
                "Sun, 06 Nov 1994 08:49:37 GMT ",
                "1994-11-06T08:49:37Z",
            })
    void parse_otherForms_isNone(String text) {
        assertEquals(HttpDate.NONE, HttpDate.parse(text, NOW));
    }

    @Test
    void parse_twoDigitYearFarAhead_isLastCentury() {
        assertEquals(
                Instant.parse("1977-01-01T00:00:00Z").getEpochSecond(),
                HttpDate.parse("Saturday, 01-Jan-77 00:00:00 GMT", NOW));
        assertEquals(
                Instant.parse("2076-01-01T00:00:00Z").getEpochSecond(),
                HttpDate.parse("Wednesday, 01-Jan-76 00:00:00 GMT", NOW));
    }

    @Test
    void parse_leapSecond_isTheNext() {
        assertEquals(
                Instant.parse("2017-01-01T00:00:00Z").getEpochSecond(),
                HttpDate.parse("Sat, 31 Dec 2016 23:59:60 GMT", NOW));
    }

    @Property
    void format_anySecond_parsesBack(@ForAll @LongRange(min = 0, max = 253_402_300_799L) long seconds) {
        assertEquals(seconds, HttpDate.parse(HttpDate.format(seconds), NOW));
    }

    @Property
    void parse_anyText_neverThrows(@ForAll String text) {
        assertEquals(HttpDate.NONE, HttpDate.parse(text, NOW));
    }
}
