package dev.legato.edge.policy;

import static dev.legato.edge.policy.Messages.HONOURING;
import static dev.legato.edge.policy.Messages.SETTINGS;
import static dev.legato.edge.policy.Messages.TARGET;
import static dev.legato.edge.policy.Messages.after;
import static dev.legato.edge.policy.Messages.date;
import static dev.legato.edge.policy.Messages.exchange;
import static dev.legato.edge.policy.Messages.fields;
import static dev.legato.edge.policy.Messages.get;
import static dev.legato.edge.policy.Messages.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ValidationTest {
    private static final StoredHead TAGGED = stored("Cache-Control: max-age=2 | Date: @0 | ETag: \"a\" | Test: old"
            + " | Content-Length: 36 | Content-Encoding: br | Last-Modified: @-60");

    @Test
    void conditional_sendsValidatorsAndTheClientsOtherFields() {
        assertEquals(
                fields("Abc: 123 | If-None-Match: \"a\" | If-Modified-Since: @-60"),
                Validation.conditional(
                        fields("Abc: 123 | If-None-Match: \"x\" | If-Match: \"y\" | If-Range: \"z\""),
                        TAGGED,
                        List.of(TAGGED)));
    }

    @Test
    void conditional_weakTagAndDateOnly() {
        StoredHead weak = stored("Cache-Control: no-cache | ETag: W/\"a\"");
        assertEquals(fields("If-None-Match: W/\"a\""), Validation.conditional(fields(""), weak, List.of(weak)));
        StoredHead dated = stored("Cache-Control: no-cache | Last-Modified: @-60");
        assertEquals(fields("If-Modified-Since: @-60"), Validation.conditional(fields(""), dated, List.of(dated)));
        StoredHead bare = stored("Cache-Control: max-age=1 | ETag: unquoted");
        assertEquals(fields(""), Validation.conditional(fields(""), bare, List.of(bare)));
    }

    @Test
    void conditional_otherVariants_offerTheirTags() {
        StoredHead one = variant("1", "\"a\"");
        StoredHead two = variant("2", "\"b\"");
        assertEquals(
                fields("Foo: 3 | If-None-Match: \"a\", \"b\""),
                Validation.conditional(fields("Foo: 3"), null, List.of(one, two)));
        assertEquals(
                fields("Foo: 2 | If-None-Match: \"b\", \"a\""),
                Validation.conditional(fields("Foo: 2"), two, List.of(one, two)));
    }

    @Test
    void conditional_manyVariants_offersBoundedTags() {
        List<StoredHead> many = IntStream.range(0, 20)
                .mapToObj(i -> variant("" + i, "\"" + i + "\""))
                .toList();
        String offered =
                Validation.conditional(fields(""), many.getLast(), many).get("if-none-match");
        assertEquals("\"19\", \"0\", \"1\", \"2\", \"3\", \"4\", \"5\", \"6\"", offered);
    }

    @Test
    void selectValidated_byTag() {
        StoredHead one = variant("1", "\"a\"");
        StoredHead two = variant("2", "W/\"b\"");
        List<StoredHead> both = List.of(one, two);
        assertSame(one, Validation.selectValidated(fields("ETag: \"a\""), null, both));
        assertSame(one, Validation.selectValidated(fields("ETag: W/\"a\""), two, both));
        assertSame(two, Validation.selectValidated(fields("ETag: W/\"b\""), one, both));
        assertNull(Validation.selectValidated(fields("ETag: \"b\""), two, both));
        assertNull(Validation.selectValidated(fields("ETag: \"c\""), one, both));
    }

    @Test
    void selectValidated_byDateOrAlone() {
        assertSame(TAGGED, Validation.selectValidated(fields("Last-Modified: @-60"), TAGGED, List.of(TAGGED)));
        assertNull(Validation.selectValidated(fields("Last-Modified: @-61"), TAGGED, List.of(TAGGED)));
        assertSame(TAGGED, Validation.selectValidated(fields(""), TAGGED, List.of(TAGGED)));
        StoredHead one = variant("1", "\"a\"");
        assertNull(Validation.selectValidated(fields(""), one, List.of(one, variant("2", "\"b\""))));
        StoredHead dated = stored("Cache-Control: no-cache | Last-Modified: @-60");
        StoredHead other = stored("Cache-Control: no-cache | Last-Modified: @-70");
        assertSame(dated, Validation.selectValidated(fields(""), dated, List.of(other, dated)));
        assertNull(Validation.selectValidated(fields(""), null, List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'Test: new', test, new",
                "'Content-Foo: new', content-foo, new",
                "'Content-Type: new', content-type, new",
                "'Set-Cookie: new', set-cookie, new",
                "'X: y', test, old",
                "'Content-Length: 10', content-length, 36",
                "'Content-Encoding: gzip', content-encoding, br",
                "'ETag: W/\"a\"', etag, '\"a\"'",
            })
    void freshen_updatesFieldsThatTheBodyDoesNotDependOn(String newer, String name, String expected) {
        Freshened freshened = Validation.freshen(TAGGED, notModified("Date: @3 | " + newer), SETTINGS);
        assertEquals(expected, freshened.head().fields().get(name));
        assertTrue(freshened.storable());
        assertTrue(freshened.head().isPlainlyFresh(after(4)));
        assertEquals(200, freshened.head().status());
    }

    @Test
    void freshen_hopByHopFields_areIgnored() {
        StoredHead head = Validation.freshen(
                        TAGGED,
                        notModified("Connection: test | Test: new | Keep-Alive: x | Content-Range: x"),
                        SETTINGS)
                .head();
        assertEquals("old", head.fields().get("test"));
        assertFalse(head.fields().has("keep-alive") || head.fields().has("content-range"));
    }

    @Test
    void freshen_lifetimeAndAgeBeginAnew() {
        StoredHead head = Validation.freshen(TAGGED, notModified("Cache-Control: max-age=3600 | Age: 7"), SETTINGS)
                .head();
        assertEquals(7_000, head.age(after(3)));
        assertEquals(3_593_000, head.remaining(after(3)));
        assertEquals(date(3), head.fields().get("date"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Cache-Control: no-store", "Cache-Control: private", "Vary: *"})
    void freshen_forbiddenToStore_isServedOnce(String newer) {
        assertFalse(Validation.freshen(TAGGED, notModified(newer), SETTINGS).storable());
    }

    @Test
    void freshen_byAuthorizedRequest_leavesWhatIsStored() {
        Exchange authorized =
                new Exchange(get("Authorization: x"), new CacheResponse(304, fields("Test: new")), after(3), after(3));
        assertFalse(Validation.freshen(TAGGED, authorized, SETTINGS).storable());
    }

    @Test
    void freshen_byRequestWithNoStore_isStorable() {
        Exchange careful =
                new Exchange(get("Cache-Control: no-store"), new CacheResponse(304, fields("")), after(3), after(3));
        assertTrue(Validation.freshen(TAGGED, careful, HONOURING).storable());
    }

    @Test
    void freshen_newVary_nominatesTheValidatingRequest() {
        Exchange exchange =
                new Exchange(get("Foo: 1"), new CacheResponse(304, fields("Vary: Foo")), after(3), after(3));
        StoredHead head = Validation.freshen(TAGGED, exchange, SETTINGS).head();
        assertSame(head, Selection.select(List.of(head), get("Foo: 1")));
        assertNull(Selection.select(List.of(head), get("Foo: 2")));
    }

    @Test
    void afterHead_agreeing_updates() {
        Freshened freshened = Validation.afterHead(
                TAGGED, head("Cache-Control: max-age=1000 | Test: new | ETag: \"a\" | Content-Length: 36"), SETTINGS);
        assertEquals("new", freshened.head().fields().get("test"));
        assertTrue(freshened.head().isPlainlyFresh(after(900)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ETag: \"b\"", "Last-Modified: @-61", "Content-Length: 37"})
    void afterHead_contradicting_makesStale(String field) {
        StoredHead fresh =
                stored("Cache-Control: max-age=100 | ETag: \"a\" | Content-Length: 36 | Last-Modified: @-60");
        Freshened freshened = Validation.afterHead(fresh, head("Cache-Control: max-age=1000 | " + field), SETTINGS);
        assertFalse(freshened.head().isPlainlyFresh(after(3)));
        assertEquals("\"a\"", freshened.head().fields().get("etag"));
    }

    private static StoredHead variant(String foo, String tag) {
        return stored(exchange(get("Foo: " + foo), 200, "Cache-Control: max-age=60 | Vary: Foo | ETag: " + tag));
    }

    private static Exchange notModified(String newer) {
        return new Exchange(get(""), new CacheResponse(304, fields(newer)), after(3), after(3));
    }

    private static Exchange head(String newer) {
        CacheRequest request = new CacheRequest("HEAD", TARGET, fields(""));
        return new Exchange(request, new CacheResponse(200, fields(newer)), after(3), after(3));
    }
}
