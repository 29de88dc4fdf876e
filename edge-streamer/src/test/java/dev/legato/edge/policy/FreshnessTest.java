package dev.legato.edge.policy;

import static dev.legato.edge.policy.Messages.HONOURING;
import static dev.legato.edge.policy.Messages.SETTINGS;
import static dev.legato.edge.policy.Messages.after;
import static dev.legato.edge.policy.Messages.exchange;
import static dev.legato.edge.policy.Messages.fields;
import static dev.legato.edge.policy.Messages.get;
import static dev.legato.edge.policy.Messages.reuse;
import static dev.legato.edge.policy.Messages.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How long responses are fresh: each is asked for again 3 seconds after it arrived. */
class FreshnessTest {
    private static final double LATER = 3;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: max-age=3600",
                "Cache-Control: MaX-aGe=3600",
                "Cache-Control: max-age=\"3600\"",
                "Cache-Control: max-age=003600",
                "Cache-Control: max-age=2147483647",
                "Cache-Control: max-age=2147483648",
                "Cache-Control: max-age=2147483649",
                "Cache-Control: max-age=99999999999",
                "Cache-Control: max-age=99999999999999999999999999",
                "Cache-Control: foobar, max-age=3600",
                "Cache-Control: , ,max-age=3600,,",
                "Cache-Control: max-age=3600, max-age=1",
                "Cache-Control: max-age=3600, must-revalidate",
                "Cache-Control: max-age=3600 | Expires: @-7200 | Date: @0",
                "Cache-Control: max-age=3600 | Expires: 0 | Date: @0",
                "Cache-Control: s-maxage=3600",
                "Cache-Control: max-age=1, s-maxage=3600",
                "Cache-Control: max-age=0, s-maxage=3600 | Expires: @-10",
                "Cache-Control: max-age=3600 | Pragma: no-cache",
                "Cache-Control: max-age=3600 | Set-Cookie: a=b",
            })
    void cacheControl_lifetimeNotOver_isFresh(String response) {
        assertEquals(Reuse.SERVE, reuse(response, LATER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: nothing",
                "Cache-Control: max-age=2",
                "Cache-Control: max-age=3",
                "Cache-Control: max-age=0",
                "Cache-Control: max-age=-3600",
                "Cache-Control: max-age='3600'",
                "Cache-Control: max-age =3600",
                "Cache-Control: max-age= 3600",
                "Cache-Control: max-age=3600.0",
                "Cache-Control: max-age=a3600",
                "Cache-Control: max-age=3600a",
                "Cache-Control: max-age",
                "Cache-Control: max-age=",
                "Cache-Control: max-age=1, max-age=3600",
                "Cache-Control: max-age=1 | Cache-Control: max-age=3600",
                "Cache-Control: extension=\"max-age=3600\", max-age=1",
                "Cache-Control: max-age=1, extension=\"max-age=3600\"",
                "Cache-Control: max-age=0 | Expires: @3600 | Date: @0",
                "Cache-Control: s-maxage=1, max-age=3600",
                "Cache-Control: max-age=3600 | Cache-Control: s-maxage=1",
                "Cache-Control: max-age=3600 | Date: @-7200",
            })
    void cacheControl_lifetimeOverOrMalformed_isNotServed(String response) {
        assertNotEquals(Reuse.SERVE, reuse(response, LATER));
    }

    @ParameterizedTest
    @CsvSource({
        "Expires: @2592000 | Date: @0, true",
        "Expires: @-2592000 | Date: @0, false",
        "Expires: @0 | Date: @0, false",
        "Expires: @300 | Date: @400, false",
        "Expires: @10 | Date: foo, true",
        "Expires: @10 | Date: @-10 | Age: 25, false",
        "Expires: @20 | Date: @10 | Age: 15, false",
        "Expires: @20 | Date: @0 | Age: 15, true",
    })
    void expires_isComparedWithDate(String response, boolean fresh) {
        assertEquals(fresh, reuse(response, 0) == Reuse.SERVE);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'Tue, 19 Jan 2038 14:14:08 GMT', true",
                "'Sun, 21 Nov 2286 04:46:39 GMT', true",
                "'Thursday, 18-Aug-50 02:01:18 GMT', true",
                "'Thu Aug  8 02:01:18 2050', true",
                "'THU, 18 Aug 2050 02:01:18 GMT', true",
                "'Thu, 18 AUG 2050 02:01:18 GMT', true",
                "'Thu, 18 Aug 2050 02:01:18 gMT', true",
                "'thu aug  8 02:01:18 2050', true",
                "'Thu, 18 Aug 2050 02:01:18 UTC', false",
                "'Thu, 18 Aug 2050 02:01:18 AEST', false",
                "'Thu, 18 Aug 50 02:01:18 GMT', false",
                "'Thu 18 Aug 2050 02:01:18 GMT', false",
                "'Thu, 18  Aug  2050 02:01:18 GMT', false",
                "'Thu, 18-Aug-2050 02:01:18 GMT', false",
                "'Thu, 18 Aug 2050 02.01.18 GMT', false",
                "'Thu, 18 Aug 2050 2:01:18 GMT', false",
                "'Thu, 18 Aug 2050 2:01:18 GMT | Expires: Thu, 18 Aug 2050 2:01:19 GMT', false",
                "'Thu, 18 Aug 2050 02:01:18 GMT | Expires: 0', true",
                "'0', false",
                "'', false",
            })
    void expires_formOfDate_decides(String expires, boolean fresh) {
        assertEquals(fresh, reuse("Date: @0 | Expires: " + expires, LATER) == Reuse.SERVE);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'7200', false",
                "'2147483647', false",
                "'2147483648', false",
                "'2147483649', false",
                "'99999999999999999999', false",
                "'7200, 0', false",
                "'7200 | Age: 0', false",
                "'0, 7200', true",
                "'0 | Age: 7200', true",
                "'0, 0', true",
                "'1800 | Age: 1800', true",
                "'abc', true",
                "'-7200', true",
                "'7200.0', true",
                "'7200;foo=bar', true",
                "'', true",
            })
    void age_firstMemberCounts_malformedIsIgnored(String age, boolean fresh) {
        assertEquals(fresh, reuse("Date: @0 | Cache-Control: max-age=3600 | Age: " + age, LATER) == Reuse.SERVE);
    }

    @Test
    void age_delayOfTheResponse_isAdded() {
        Exchange slow = new Exchange(
                get(""),
                new CacheResponse(200, fields("Cache-Control: max-age=60 | Age: 7")),
                Messages.NOW - 5_000,
                Messages.NOW);
        assertEquals(12_000, stored(slow).age(Messages.NOW));
        assertEquals(15_500, stored(slow).age(after(3.5)));
    }

    @Test
    void age_clockSetBack_isNotNegative() {
        assertEquals(0, stored("Cache-Control: max-age=60").age(after(-100)));
    }

    @ParameterizedTest
    @CsvSource({
        "200, true",
        "203, true",
        "204, true",
        "404, true",
        "405, true",
        "410, true",
        "414, true",
        "501, true",
        "201, false",
        "202, false",
        "302, false",
        "403, false",
        "500, false",
        "502, false",
        "503, false",
        "504, false",
        "599, false",
    })
    void heuristic_onlyStatusesCacheableByDefault(int status, boolean fresh) {
        Exchange first = exchange(get(""), status, "Last-Modified: @-86400 | Date: @0");
        assertEquals(fresh, reuse(first, LATER, get(""), SETTINGS) == Reuse.SERVE);
    }

    @Test
    void heuristic_publicCoversAnyStatus() {
        Exchange first = exchange(get(""), 599, "Last-Modified: @-86400 | Date: @0 | Cache-Control: public");
        assertEquals(Reuse.SERVE, reuse(first, LATER, get(""), SETTINGS));
    }

    @Test
    void heuristic_isATenthOfTheTimeUnchanged_upToTheBound() {
        assertEquals(60_000, stored("Last-Modified: @-600 | Date: @0").terms().lifetime());
        assertEquals(
                86_400_000,
                stored("Last-Modified: @-99999999 | Date: @0").terms().lifetime());
        assertEquals(0, stored("Last-Modified: @600 | Date: @0").terms().lifetime());
    }

    @Test
    void heuristic_cookieOrExplicitLifetime_isNotUsed() {
        assertEquals(Reuse.FETCH, reuse("Last-Modified: @-86400 | Date: @0 | Set-Cookie: session=1", LATER));
        assertEquals(Reuse.VALIDATE_STALE, reuse("Last-Modified: @-86400 | Date: @0 | Expires: 0", LATER));
    }

    @Test
    void negative_withoutAnyDate_isFreshForTheOperatorsTime() {
        Exchange missing = exchange(get(""), 404, "Date: @0");
        assertEquals(Reuse.SERVE, reuse(missing, 9, get(""), SETTINGS));
        assertEquals(Reuse.FETCH, reuse(exchange(get(""), 403, "Date: @0"), 9, get(""), SETTINGS));
        assertEquals(Reuse.VALIDATE_STALE, reuse(missing, 10, get(""), HONOURING));
    }

    @Test
    void isPlainlyFresh_endsWithTheLifetime() {
        StoredHead head = stored("Cache-Control: max-age=60");
        assertTrue(head.isPlainlyFresh(after(59.999)));
        assertFalse(head.isPlainlyFresh(after(60)));
        assertFalse(stored("Cache-Control: max-age=60, no-cache | ETag: \"a\"").isPlainlyFresh(after(0)));
    }
}
