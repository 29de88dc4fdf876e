package dev.legato.edge.policy;

import static dev.legato.edge.policy.Messages.HONOURING;
import static dev.legato.edge.policy.Messages.SETTINGS;
import static dev.legato.edge.policy.Messages.after;
import static dev.legato.edge.policy.Messages.exchange;
import static dev.legato.edge.policy.Messages.get;
import static dev.legato.edge.policy.Messages.request;
import static dev.legato.edge.policy.Messages.reuse;
import static dev.legato.edge.policy.Messages.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReuseTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'no-cache, max-age=60', 0, VALIDATE_STALE",
                "'No-CaChE', 0, VALIDATE_STALE",
                "'max-age=60, must-revalidate', 59, SERVE",
                "'max-age=2, must-revalidate', 3, VALIDATE_STALE",
                "'max-age=1, stale-while-revalidate=60', 0, SERVE",
                "'max-age=1, stale-while-revalidate=60', 60, SERVE_AND_REVALIDATE",
                "'max-age=1, stale-while-revalidate=60', 61, VALIDATE_STALE",
                "'max-age=1, stale-while-revalidate=x', 3, VALIDATE_STALE",
                "'max-age=1, stale-while-revalidate=60, must-revalidate', 3, VALIDATE_STALE",
                "'max-age=1, stale-while-revalidate=60, proxy-revalidate', 3, VALIDATE_STALE",
                "'s-maxage=1, stale-while-revalidate=60', 3, VALIDATE_STALE",
                "'max-age=1, stale-if-error=60', 3, VALIDATE_STALE",
            })
    void decide_responseDirectives(String cacheControl, double seconds, Reuse expected) {
        assertEquals(expected, reuse("ETag: \"a\" | Cache-Control: " + cacheControl, seconds));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'max-age=100', 'Cache-Control: max-age=0', 0, VALIDATE_FOR_REQUEST",
                "'max-age=100', 'Cache-Control: max-age=1', 3, VALIDATE_FOR_REQUEST",
                "'max-age=100', 'Cache-Control: max-age=10', 3, SERVE",
                "'max-age=100', 'Cache-Control: min-fresh=200', 3, VALIDATE_FOR_REQUEST",
                "'max-age=100', 'Cache-Control: min-fresh=97', 3, SERVE",
                "'max-age=100', 'Cache-Control: no-cache', 3, VALIDATE_FOR_REQUEST",
                "'max-age=100', 'Cache-Control: no-store', 3, VALIDATE_FOR_REQUEST",
                "'max-age=100', 'Pragma: no-cache', 3, VALIDATE_FOR_REQUEST",
                "'max-age=100', 'Pragma: no-cache | Cache-Control: x', 3, SERVE",
                "'max-age=100', 'Pragma: foo', 3, SERVE",
                "'max-age=100', 'Cache-Control: only-if-cached', 3, SERVE",
                "'max-age=100', 'Cache-Control: nothing-to-see-here', 3, SERVE",
                "'max-age=100, immutable', 'Cache-Control: max-age=0', 3, SERVE",
                "'max-age=100, immutable', 'Cache-Control: no-cache', 3, VALIDATE_FOR_REQUEST",
                "'max-age=2, immutable', 'Cache-Control: max-age=0', 3, VALIDATE_FOR_REQUEST",
                "'max-age=2', 'Cache-Control: max-stale', 999, SERVE",
                "'max-age=2', 'Cache-Control: max-stale=10', 12, SERVE",
                "'max-age=2', 'Cache-Control: max-stale=10', 13, VALIDATE_STALE",
                "'max-age=2', 'Cache-Control: max-stale=x', 3, VALIDATE_STALE",
                "'max-age=2, must-revalidate', 'Cache-Control: max-stale', 3, VALIDATE_STALE",
                "'max-age=2', 'Cache-Control: only-if-cached', 3, GATEWAY_TIMEOUT",
            })
    void decide_requestDirectives_ifHonoured(String response, String request, double seconds, Reuse expected) {
        assertEquals(
                expected,
                reuse(exchange("ETag: \"a\" | Cache-Control: " + response), seconds, get(request), HONOURING));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cache-Control: max-age=0",
                "Cache-Control: no-cache",
                "Cache-Control: no-store",
                "Cache-Control: min-fresh=999",
                "Pragma: no-cache"
            })
    void decide_requestDirectivesOfStrangers_doNotReachTheOrigin(String request) {
        assertEquals(Reuse.SERVE, reuse(exchange("Cache-Control: max-age=60"), 3, get(request), SETTINGS));
    }

    @Test
    void decide_maxStaleCountsOlderAgeAtReceipt() {
        Exchange aged = exchange("Cache-Control: max-age=1500 | Age: 2000");
        assertEquals(Reuse.SERVE, reuse(aged, 0, get("Cache-Control: max-stale=1000"), HONOURING));
        assertEquals(Reuse.FETCH, reuse(aged, 0, get("Cache-Control: max-stale=1000"), SETTINGS));
    }

    @Test
    void decide_nothingStored() {
        assertEquals(Reuse.FETCH, Reuse.decide(null, get(""), Messages.NOW, SETTINGS));
        assertEquals(
                Reuse.GATEWAY_TIMEOUT,
                Reuse.decide(null, get("Cache-Control: only-if-cached"), Messages.NOW, SETTINGS));
    }

    @ParameterizedTest
    @CsvSource({"GET, SERVE", "HEAD, SERVE", "POST, PASS", "OPTIONS, PASS", "get, PASS", "M-SEARCH, PASS"})
    void decide_method(String method, Reuse expected) {
        assertEquals(expected, reuse(exchange("Cache-Control: max-age=60"), 3, request(method, ""), SETTINGS));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'max-age=2', true, false",
                "'max-age=2, stale-if-error=60', true, true",
                "'max-age=2, stale-if-error=1', false, false",
                "'max-age=2, stale-if-error=60, must-revalidate', false, false",
                "'max-age=2, must-revalidate', false, false",
                "'max-age=2, proxy-revalidate', false, false",
                "'max-age=2, no-cache', false, false",
                "'s-maxage=2', false, false",
            })
    void failure_staleIsServedAsPermitted(String cacheControl, boolean disconnected, boolean insteadOf503) {
        StoredHead head = stored("ETag: \"a\" | Cache-Control: " + cacheControl);
        assertEquals(disconnected, Reuse.mayServeDisconnected(head, get(""), after(5), SETTINGS));
        assertEquals(insteadOf503, Reuse.mayServeInsteadOf(503, head, get(""), after(5), SETTINGS));
    }

    @Test
    void failure_disconnectedTooLong_isNotServed() {
        StoredHead head = stored("Cache-Control: max-age=2");
        assertTrue(Reuse.mayServeDisconnected(head, get(""), after(86_401), SETTINGS));
        assertFalse(Reuse.mayServeDisconnected(head, get(""), after(86_402), SETTINGS));
    }

    @Test
    void failure_onlyServerErrorsCount() {
        StoredHead head = stored("Cache-Control: max-age=2, stale-if-error=60");
        List<Integer> failures = List.of(500, 502, 503, 504);
        for (int status : List.of(200, 404, 429, 500, 501, 502, 503, 504)) {
            assertEquals(failures.contains(status), Reuse.mayServeInsteadOf(status, head, get(""), after(5), SETTINGS));
        }
    }

    @Test
    void failure_clientsStaleIfError_countsIfHonoured() {
        StoredHead head = stored("Cache-Control: max-age=2");
        CacheRequest tolerant = get("Cache-Control: stale-if-error=60");
        assertTrue(Reuse.mayServeInsteadOf(503, head, tolerant, after(5), HONOURING));
        assertFalse(Reuse.mayServeInsteadOf(503, head, tolerant, after(5), SETTINGS));
    }

    @Test
    void expired_isStaleButUsable() {
        StoredHead purged =
                stored("Cache-Control: max-age=60, stale-while-revalidate=10").expired(after(5));
        assertEquals(Reuse.SERVE_AND_REVALIDATE, Reuse.decide(purged, get(""), after(5), SETTINGS));
        assertEquals(Reuse.VALIDATE_STALE, Reuse.decide(purged, get(""), after(15), SETTINGS));
        StoredHead stale = stored("Cache-Control: max-age=2");
        assertEquals(stale.remaining(after(5)), stale.expired(after(5)).remaining(after(5)));
    }

    @Test
    void forward_isTheReasonOfEachForwardedRequest() {
        assertEquals(CacheStatus.Forward.STALE, Reuse.VALIDATE_STALE.forward());
        assertEquals(CacheStatus.Forward.REQUEST, Reuse.VALIDATE_FOR_REQUEST.forward());
        assertNull(Reuse.SERVE.forward());
    }
}
