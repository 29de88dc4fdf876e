package dev.legato.edge.policy;

import static dev.legato.edge.policy.Messages.fields;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.legato.edge.http.FieldList;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Several requests in a row, in the order in which a cache asks for decisions. */
class ScenarioTest {
    private static final String UNREACHABLE = "0";

    @Test
    void staleWhileRevalidate_nextClientGetsTheNewResponse() {
        ModelCache cache = cache(
                "200 Cache-Control: max-age=1, stale-while-revalidate=4 | ETag: \"abc\"",
                "200 Cache-Control: no-cache | ETag: \"def\"",
                "304 ETag: \"def\" | Version: 3");
        assertEquals("\"abc\"", get(cache, 0).fields().get("etag"));
        ModelCache.Outcome stale = get(cache, 3);
        assertEquals("\"abc\"", stale.fields().get("etag"));
        assertEquals(fields("If-None-Match: \"abc\""), stale.sent());
        ModelCache.Outcome validated = get(cache, 6);
        assertEquals("\"def\"", validated.fields().get("etag"));
        assertEquals("3", validated.fields().get("version"));
    }

    @Test
    void noStore_laterResponse_leavesTheOlderOne() {
        ModelCache cache = cache(
                "200 Cache-Control: max-age=2, stale-if-error=60 | A: 1",
                "200 Cache-Control: no-store | A: 2",
                UNREACHABLE);
        assertEquals("1", get(cache, 0).fields().get("a"));
        assertEquals("2", get(cache, 3).fields().get("a"));
        assertEquals("1", get(cache, 6).fields().get("a"));
    }

    @Test
    void mustRevalidate_isFreshAgainAfterValidation() {
        ModelCache cache =
                cache("200 Cache-Control: max-age=2, must-revalidate | ETag: \"a\"", "304 ETag: \"a\"", UNREACHABLE);
        assertNotNull(get(cache, 0).sent());
        assertNull(get(cache, 1).sent());
        assertNotNull(get(cache, 3).sent());
        assertNull(get(cache, 4).sent());
        assertEquals(502, get(cache, 6).status());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'max-age=2', 0, 200",
                "'max-age=2', 503, 503",
                "'max-age=2, stale-if-error=60', 0, 200",
                "'max-age=2, stale-if-error=60', 503, 200",
                "'max-age=2, stale-if-error=60', 404, 404",
                "'max-age=2, must-revalidate', 0, 502",
                "'max-age=2, proxy-revalidate', 0, 502",
                "'max-age=2, s-maxage=2', 0, 502",
                "'max-age=2, no-cache', 0, 502",
            })
    void originFails_staleIsServedIfPermitted(String cacheControl, int failure, int expected) {
        ModelCache cache = cache("200 Cache-Control: " + cacheControl + " | ETag: \"a\"", failure + " A: 1");
        assertEquals(200, get(cache, 0).status());
        assertEquals(expected, get(cache, 3).status());
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "DELETE", "M-SEARCH"})
    void unsafeMethod_successInvalidates_errorDoesNot(String method) {
        ModelCache cache = cache("200 Cache-Control: max-age=60", "500 A: 1", "204 A: 1", "200 A: 1");
        assertNotNull(get(cache, 0).sent());
        assertEquals(500, cache.ask(1, method, "").status());
        assertNull(get(cache, 2).sent());
        assertEquals(204, cache.ask(3, method, "").status());
        assertNotNull(get(cache, 4).sent());
    }

    @Test
    void post_thatNamesItsTarget_answersLaterGets() {
        ModelCache cache = cache("200 Cache-Control: max-age=60 | Content-Location: /track | A: 1");
        assertEquals(200, cache.ask(0, "POST", "").status());
        assertEquals("1", get(cache, 3).fields().get("a"));
    }

    @Test
    void clientsCondition_onStaleResponse_isEvaluatedAfterValidation() {
        ModelCache cache = cache("200 Cache-Control: max-age=2 | Last-Modified: @-3000", "304 Last-Modified: @-3000");
        assertEquals(200, get(cache, 0).status());
        ModelCache.Outcome conditional = cache.ask(3, "GET", "If-Modified-Since: @-3000");
        assertEquals(304, conditional.status());
        assertEquals(fields("If-Modified-Since: @-3000"), conditional.sent());
    }

    @Test
    void clientsCondition_withNothingStored_isForwarded() {
        ModelCache cache = cache("304 ETag: \"a\"");
        ModelCache.Outcome outcome = cache.ask(0, "GET", "If-None-Match: \"a\"");
        assertEquals(304, outcome.status());
        assertEquals(fields("If-None-Match: \"a\""), outcome.sent());
    }

    @Test
    void otherVariant_validatedByItsTag_isServed() {
        ModelCache cache =
                cache("200 Cache-Control: max-age=60 | Vary: Foo | ETag: \"a\" | A: 1", "304 ETag: \"a\" | Vary: Foo");
        assertEquals("1", cache.ask(0, "GET", "Foo: 1").fields().get("a"));
        ModelCache.Outcome other = cache.ask(3, "GET", "Foo: 2");
        assertEquals(fields("Foo: 2 | If-None-Match: \"a\""), other.sent());
        assertEquals(200, other.status());
        assertEquals("1", other.fields().get("a"));
        assertNull(cache.ask(4, "GET", "Foo: 1").sent());
    }

    private static ModelCache.Outcome get(ModelCache cache, double seconds) {
        return cache.ask(seconds, "GET", "");
    }

    /** Makes a cache before an origin that gives these responses in turn, each a status and fields. */
    private static ModelCache cache(String... responses) {
        Deque<String> script = new ArrayDeque<>(Arrays.asList(responses));
        return new ModelCache(_ -> response(script.remove()));
    }

    private static @Nullable CacheResponse response(String text) {
        int space = text.indexOf(' ');
        int status = Integer.parseInt(space < 0 ? text : text.substring(0, space));
        FieldList fields = fields(space < 0 ? "" : text.substring(space + 1));
        return status == 0 ? null : new CacheResponse(status, fields);
    }
}
