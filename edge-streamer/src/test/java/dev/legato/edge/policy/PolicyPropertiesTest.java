package dev.legato.edge.policy;

import static dev.legato.edge.policy.Messages.HONOURING;
import static dev.legato.edge.policy.Messages.NOW;
import static dev.legato.edge.policy.Messages.TARGET;
import static dev.legato.edge.policy.Messages.after;
import static dev.legato.edge.policy.Messages.get;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.http.FieldList;
import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever an origin or a client sends, decisions are made, quickly, and agree with each other. */
class PolicyPropertiesTest {
    private static final List<String> NAMES = List.of(
            "cache-control",
            "cdn-cache-control",
            "expires",
            "date",
            "age",
            "vary",
            "etag",
            "last-modified",
            "content-range",
            "content-length",
            "surrogate-key",
            "cache-tag",
            "location",
            "content-location",
            "connection",
            "content-language");

    @Property
    void anyFields_decideWithoutThrowing(
            @ForAll("values") List<String> response,
            @ForAll("values") List<String> request,
            @ForAll("statuses") int status) {
        CacheRequest asked = new CacheRequest("GET", TARGET, fields(request));
        Exchange exchange = new Exchange(asked, new CacheResponse(status, fields(response)), NOW - 1, NOW);
        assertNotNull(ServedFields.ofForwarded(exchange, HONOURING));
        assertTrue(Invalidation.targets(new CacheRequest("PUT", TARGET, FieldList.EMPTY), exchange.response())
                        .size()
                <= 3);
        if (Storage.decide(exchange, HONOURING) instanceof StoreDecision.Store(StoredHead head, PartialContent _)) {
            assertStored(head, exchange);
        }
    }

    private static void assertStored(StoredHead head, Exchange exchange) {
        CacheRequest request = exchange.request();
        assertEquals(head, Selection.select(List.of(head), request));
        StoredHead again = StoredHead.decode(head.encode());
        assertTrue(again != null && again.terms().equals(head.terms()));
        for (double seconds : new double[] {0, 5, 5_000}) {
            assertEquals(
                    head.isPlainlyFresh(after(seconds)),
                    Reuse.decide(head, get(""), after(seconds), HONOURING) == Reuse.SERVE);
            assertNotNull(Reuse.decide(head, request, after(seconds), HONOURING));
        }
        assertNotNull(ClientConditions.evaluate(request, head, NOW));
        assertNotNull(Validation.conditional(request.fields(), head, List.of(head)));
        assertNotNull(Validation.freshen(head, exchange, HONOURING));
        assertTrue(
                Long.parseLong(String.valueOf(ServedFields.ofStored(head, NOW).get("age"))) >= 0);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=\"",
                "\"",
                "\\",
                ",",
                "=",
                "a=\"\\\"",
                "no-cache=\"a,",
                ";q=",
                "( ",
                "a=(",
                "a;",
                " ",
                "a=1, ",
                "é",
                "*,",
                "bytes 0-",
                "a\"b=\"",
                "\t"
            })
    void longValues_takeLinearTime(String part) {
        String value = part.repeat(200_000 / part.length());
        FieldList fields = new FieldList(
                NAMES.stream().map(name -> new FieldList.Line(name, value)).toList());
        Exchange exchange = new Exchange(
                new CacheRequest("GET", TARGET, fields.with("accept-language", value)),
                new CacheResponse(206, fields.with("vary", "accept-language, accept-encoding, date")),
                NOW,
                NOW);
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertNotNull(Storage.decide(exchange, HONOURING)));
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertNotNull(AcceptEncoding.normalize(value)));
    }

    @Test
    void directive_quotedCommaAndEscape() {
        assertEquals(
                List.of(
                        new Directive("a", "1, \"2", false),
                        new Directive("b", null, false),
                        new Directive("c", "x", true)),
                Directive.parse("A=\"1, \\\"2\" , b,, c=\"x\"y"));
    }

    @Property
    void directive_anyText_readsAtMostOneDirectivePerComma(@ForAll String text) {
        assertTrue(Directive.parse(text).size()
                <= text.chars().filter(c -> c == ',').count() + 1);
    }

    @Property
    void cacheStatus_anyName_isAStructuredItem(@ForAll String name, @ForAll String detail) {
        String member = CacheStatus.forwarded(name, CacheStatus.Forward.MISS, 200, true, false)
                .withDetail(detail)
                .toString();
        assertNotNull(StructuredDictionary.parse("item=" + member), member);
    }

    @Provide
    static Arbitrary<List<String>> values() {
        Arbitrary<String> telling = Arbitraries.of(
                "max-age=60",
                "max-age=60, stale-while-revalidate=9",
                "no-cache",
                "no-cache=\"a\"",
                "s-maxage=5, public",
                "must-understand, no-store",
                "\"a\"",
                "W/\"b\"",
                "Sun, 29 Nov 2026 11:59:00 GMT",
                "Sun, 29 Nov 2026 12:30:00 GMT",
                "5",
                "en;q=0.5, de",
                "bytes 0-4/10",
                "date, etag",
                "http://edge.example/x");
        Arbitrary<String> any = Arbitraries.strings().all().ofMaxLength(30);
        return Arbitraries.oneOf(telling, telling, any).list().ofMaxSize(NAMES.size());
    }

    @Provide
    static Arbitrary<Integer> statuses() {
        return Arbitraries.of(100, 200, 200, 206, 301, 304, 404, 503, 599, 999);
    }

    /** Gives each value the name at its place; an even place is skipped now and then, as the value says. */
    private static FieldList fields(List<String> values) {
        FieldList fields = FieldList.EMPTY;
        for (int i = 0; i < values.size(); i++) {
            String name = NAMES.get(Math.floorMod(values.get(i).hashCode() + i, NAMES.size()));
            fields = fields.with(name, values.get(i));
        }
        return fields;
    }
}
