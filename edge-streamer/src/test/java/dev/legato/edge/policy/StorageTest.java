package dev.legato.edge.policy;

import static dev.legato.edge.policy.Messages.HONOURING;
import static dev.legato.edge.policy.Messages.SETTINGS;
import static dev.legato.edge.policy.Messages.date;
import static dev.legato.edge.policy.Messages.exchange;
import static dev.legato.edge.policy.Messages.fields;
import static dev.legato.edge.policy.Messages.get;
import static dev.legato.edge.policy.Messages.request;
import static dev.legato.edge.policy.Messages.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StorageTest {
    @ParameterizedTest
    @ValueSource(ints = {200, 203, 204, 299, 301, 302, 303, 307, 308, 400, 404, 410, 499, 500, 502, 503, 504, 599})
    void explicitLifetime_anyFinalStatus_isStored(int status) {
        assertInstanceOf(
                StoreDecision.Store.class,
                Storage.decide(exchange(get(""), status, "Cache-Control: max-age=60"), SETTINGS));
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 103, 304, 412, 416, 600})
    void statusAboutOneRequest_isNotStored(int status) {
        assertEquals(
                StoreDecision.Refuse.STATUS,
                Storage.decide(exchange(get(""), status, "Cache-Control: max-age=60"), SETTINGS));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'Cache-Control: private, max-age=60', PRIVATE",
                "'Cache-Control: private=content-encoding, max-age=60', PRIVATE",
                "'Cache-Control: private=\"\", max-age=60', PRIVATE",
                "'Cache-Control: no-store', NO_STORE",
                "'Cache-Control: No-StOrE', NO_STORE",
                "'Cache-Control: max-age=60, no-store | Expires: @60', NO_STORE",
                "'Cache-Control: no-store=1, max-age=60', NO_STORE",
                "'Cache-Control: x=\"never closed, no-store, max-age=60', NO_STORE",
                "'Cache-Control: max-age=60 | Vary: *', VARY",
                "'Cache-Control: max-age=60 | Vary: *, *', VARY",
                "'Cache-Control: max-age=60 | Vary: * | Vary: *', VARY",
                "'Cache-Control: max-age=60 | Vary: , *', VARY",
                "'Cache-Control: max-age=60 | Vary: | Vary: *', VARY",
                "'Cache-Control: max-age=60 | Vary: *, Foo', VARY",
                "'Cache-Control: max-age=60 | Vary: Foo, *', VARY",
                "'Cache-Control: max-age=60 | Vary: a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q', VARY",
                "'Date: @0', NOT_REUSABLE",
                "'Cache-Control: max-age=0', NOT_REUSABLE",
                "'Cache-Control: no-cache, max-age=60', NOT_REUSABLE",
            })
    void response_forbidsSharing_isNotStored(String response, StoreDecision.Refuse reason) {
        assertEquals(reason, Storage.decide(exchange(response), SETTINGS));
    }

    @ParameterizedTest
    @CsvSource({
        "200, true",
        "404, true",
        "599, false",
        "299, false",
    })
    void mustUnderstand_overridesNoStoreForKnownStatuses(int status, boolean isStored) {
        Exchange first = exchange(get(""), status, "Cache-Control: max-age=60, no-store, must-understand");
        assertEquals(isStored, Storage.decide(first, SETTINGS) instanceof StoreDecision.Store);
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'max-age=60', false",
                "'max-age=60, proxy-revalidate', false",
                "'max-age=60, public', true",
                "'max-age=60, must-revalidate', true",
                "'s-maxage=60', true",
            })
    void authorization_needsPermission(String cacheControl, boolean isStored) {
        Exchange first = exchange(get("Authorization: FOO"), 200, "Cache-Control: " + cacheControl);
        assertEquals(isStored, Storage.decide(first, SETTINGS) instanceof StoreDecision.Store);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HEAD", "PUT", "DELETE", "get", "QUERY"})
    void otherMethod_isNotStored(String method) {
        assertEquals(
                StoreDecision.Refuse.METHOD,
                Storage.decide(exchange(request(method, ""), 200, "Cache-Control: max-age=60"), SETTINGS));
    }

    @ParameterizedTest
    @CsvSource({
        "Cache-Control: max-age=60 | Content-Location: /track, true",
        "Cache-Control: max-age=60 | Content-Location: http://edge.example/track, true",
        "Cache-Control: max-age=60 | Content-Location: /other, false",
        "Cache-Control: max-age=60, false",
        "Last-Modified: @-600 | Content-Location: /track, false",
    })
    void post_namesTargetAndLifetime_isStoredForGet(String response, boolean isStored) {
        Exchange post = exchange(request("POST", ""), 200, response);
        assertEquals(isStored, Storage.decide(post, SETTINGS) instanceof StoreDecision.Store);
    }

    @Test
    void requestNoStore_countsIfDirectivesAreHonoured() {
        Exchange first = exchange(get("Cache-Control: no-store"), 200, "Cache-Control: max-age=60");
        assertEquals(StoreDecision.Refuse.NO_STORE, Storage.decide(first, HONOURING));
        assertInstanceOf(StoreDecision.Store.class, Storage.decide(first, SETTINGS));
    }

    @Test
    void fields_ofOneConnectionAndListedInConnection_areDropped() {
        StoredHead head = stored("Cache-Control: max-age=60 | Connection: a, B | A: 1 | b: 2 | c: 3 | Keep-Alive: x"
                + " | Proxy-Authenticate: x | Proxy-Authentication-Info: x | Proxy-Authorization: x"
                + " | Proxy-Connection: x | TE: x | Transfer-Encoding: x | Upgrade: x | Trailer: x | Age: 1"
                + " | Warning: 110 - stale | Date: @0");
        assertEquals(fields("Cache-Control: max-age=60 | c: 3 | Date: @0"), head.fields());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Test-Header: a",
                "Content-Foo: a",
                "Content-Encoding: a",
                "Content-Length: 10",
                "Content-Location: /bar",
                "Content-MD5: N7UdGUp1E+RbVvZSTy1R8g==",
                "Content-Range: nonsense",
                "Content-Type: text/plain;charset=utf-8",
                "ETag: \"a\"",
                "Set-Cookie: a=b",
                "Clear-Site-Data: cookies",
                "Expires: Mon, 11 Jan 2038 11:11:11 GMT",
                "X-Frame-Options: deny",
            })
    void fields_endToEnd_areKept(String field) {
        StoredHead head = stored("Date: @0 | Cache-Control: max-age=60 | " + field);
        assertEquals(fields("Date: @0 | Cache-Control: max-age=60 | " + field), head.fields());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"no-cache=\"a, B\"", "private=\"a,b\"", "no-cache=a, private=b", "no-cache=\"a\", no-cache=b"})
    void fields_listedByDirectives_areNotStored(String directive) {
        StoredHead head = stored("Cache-Control: max-age=60, " + directive + " | a: 1 | b: 2 | c: 3 | Date: @0");
        assertEquals(Set.of("cache-control", "c", "date"), names(head));
        assertTrue(head.isPlainlyFresh(Messages.NOW));
    }

    @Test
    void fields_operatorsNamesAndPrefixes_areDropped() {
        CacheSettings settings = new CacheSettings(
                false, Duration.ZERO, Duration.ZERO, Duration.ZERO, Set.of("Access-Control-*", "x-id"));
        StoreDecision.Store store = (StoreDecision.Store) Storage.decide(
                exchange("Cache-Control: max-age=60 | Access-Control-Allow-Origin: * | X-ID: 1 | X-Ids: 2 | Date: @0"),
                settings);
        assertEquals(
                fields("Cache-Control: max-age=60 | X-Ids: 2 | Date: @0"),
                store.head().fields());
    }

    @Test
    void date_missingOrMalformed_isThatOfReceipt() {
        assertEquals(date(0), stored("Cache-Control: max-age=60").fields().get("date"));
        assertEquals(
                date(0),
                stored("Cache-Control: max-age=60 | Date: foo").fields().get("date"));
        assertEquals(
                date(-5),
                stored("Cache-Control: max-age=60 | Date: @-5").fields().get("date"));
    }

    @Test
    void tooManyFieldsOrTags_areNotStored() {
        assertEquals(
                StoreDecision.Refuse.TOO_LARGE,
                Storage.decide(exchange("Cache-Control: max-age=60 | X: " + "x".repeat(65_536)), SETTINGS));
        assertEquals(
                StoreDecision.Refuse.TOO_LARGE,
                Storage.decide(exchange("Cache-Control: max-age=60 | Cache-Tag: " + "x".repeat(257)), SETTINGS));
    }

    @Test
    void part_isStoredUnderTheHeadOfTheWhole() {
        StoreDecision.Store store = (StoreDecision.Store) Storage.decide(
                exchange(
                        get(""),
                        206,
                        "Cache-Control: max-age=60 | ETag: \"a\" | Content-Range: bytes 4-9/20 | Content-Length: 6 | Date: @0"),
                SETTINGS);
        assertEquals(200, store.head().status());
        assertEquals(
                fields("Cache-Control: max-age=60 | ETag: \"a\" | Date: @0 | Content-Length: 20"),
                store.head().fields());
        PartialContent part = store.part();
        assertEquals(new ContentRange(4, 10, 20), part == null ? null : part.range());
        assertTrue(part != null && part.belongsTo(store.head()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Type: multipart/byteranges",
                "Content-Range: bytes */20",
                "Content-Range: bytes 9-4/20",
                "Content-Range: bytes 4-20/20",
                "Content-Range: bytes 4-9/20 | Content-Range: bytes 4-9/20",
                "Content-Range: bytes 4-9/20 | Content-Length: 5",
                "Content-Range: bytes 4-9/10 | Content-Length: 5 | ETag: \"a\"",
                "Content-Range: bytes 4-9/10 | Content-Length: 0",
                "Content-Range: lines 4-9/20",
                "Content-Range: bytes 4-9/99999999999999999999",
            })
    void part_contradictsItself_isNotStored(String response) {
        assertEquals(
                StoreDecision.Refuse.PART,
                Storage.decide(exchange(get(""), 206, "Cache-Control: max-age=60 | " + response), SETTINGS));
    }

    @Test
    void part_withoutStrongTag_standsAloneAndEndsWithItsBytes() {
        StoreDecision.Store store = (StoreDecision.Store) Storage.decide(
                exchange(get(""), 206, "Cache-Control: max-age=60 | Content-Range: bytes 4-9/10 | Content-Length: 5"),
                SETTINGS);
        PartialContent part = store.part();
        assertEquals(new PartialContent(new ContentRange(4, 9, 9), null), part);
        assertFalse(part.belongsTo(store.head()));
        assertNull(store.head().strongTag());
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'ETag: \"a\" | Content-Length: 10', true",
                "'ETag: W/\"a\" | Content-Length: 10', false",
                "'ETag: \"a\"', false",
                "'Last-Modified: @-60 | Content-Length: 10', false",
            })
    void brokenBody_needsStrongTagAndLengthToBeCompleted(String response, boolean kept) {
        assertEquals(kept, stored("Cache-Control: max-age=60 | " + response).mayBeCompleted());
    }

    private static Set<String> names(StoredHead head) {
        return Set.copyOf(
                head.fields().lines().stream().map(line -> line.name()).toList());
    }
}
