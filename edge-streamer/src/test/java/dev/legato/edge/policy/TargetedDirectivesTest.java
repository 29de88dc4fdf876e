package dev.legato.edge.policy;

import static dev.legato.edge.policy.Messages.SETTINGS;
import static dev.legato.edge.policy.Messages.exchange;
import static dev.legato.edge.policy.Messages.reuse;
import static dev.legato.edge.policy.Messages.stored;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CDN-Cache-Control, and the structured fields it is made of. */
class TargetedDirectivesTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "'max-age=3600', 'X: y', true",
                "'max-age=2147483648', 'X: y', true",
                "'max-age=99999999999', 'X: y', true",
                "'foobar, max-age=3600', 'X: y', true",
                "'max-age=3600;a=1;b', 'X: y', true",
                "'max-age=1, max-age=3600', 'X: y', true",
                "'max-age=3600', 'Expires: @-10000 | Date: @0', true",
                "'max-age=3600', 'Expires: 0 | Date: @0', true",
                "'max-age=3600', 'Cache-Control: max-age=1', true",
                "'max-age=3600', 'Cache-Control: no-store', true",
                "'max-age=3600', 'Cache-Control: private', true",
                "'max-age=3600', 'Age: 7200 | Date: @0', false",
                "'max-age=0', 'X: y', false",
                "'max-age=-5', 'Cache-Control: max-age=3600', false",
                "'max-age=0', 'Expires: @10000 | Date: @0', false",
                "'max-age=1', 'Cache-Control: max-age=3600', false",
                "'private', 'Cache-Control: max-age=3600 | Expires: @10000', false",
                "'no-cache', 'Cache-Control: max-age=3600', false",
                "'no-store', 'Cache-Control: max-age=3600', false",
                "'no-store=?0, max-age=3600', 'X: y', true",
                "'foo', 'Expires: @10000 | Date: @0', false",
                "'MaX-aGe=1', 'Cache-Control: max-age=3600', true",
                "'max-age=10000, &&&&&', 'Cache-Control: no-store', false",
                "'max-age=\"10000\"', 'Cache-Control: no-store', false",
                "'max-age =10000', 'Cache-Control: max-age=1', false",
                "'max-age= 10000', 'Cache-Control: max-age=1', false",
                "'', 'Cache-Control: max-age=3600', true",
            })
    void valid_replacesOthers_invalidIsIgnored(String targeted, String others, boolean fresh) {
        assertEquals(fresh, reuse("CDN-Cache-Control: " + targeted + " | " + others, 3) == Reuse.SERVE);
    }

    @Test
    void fieldNames_areWithheld() {
        StoredHead head = stored("CDN-Cache-Control: max-age=60, no-cache=\"a, b\" | a: 1 | b: 2 | c: 3 | Date: @0");
        assertFalse(head.fields().has("a") || head.fields().has("b"));
        assertTrue(head.fields().has("c") && head.fields().has("cdn-cache-control"));
    }

    @Test
    void withoutLifetime_heuristicCounts() {
        assertInstanceOf(
                StoreDecision.Store.class,
                Storage.decide(exchange("CDN-Cache-Control: public | Last-Modified: @-6000 | Date: @0"), SETTINGS));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a=1,",
                "a=1 b=2",
                "a=",
                "=1",
                "A=1",
                "a=1;",
                "a=1;B",
                "a=01234567890123456",
                "a=1.",
                "a=1.2345",
                "a=-",
                "a=\"x",
                "a=\"\\x\"",
                "a=\"\u00fc\"",
                "a=?2",
                "a=?",
                "a=:x",
                "a=(1 2",
                "a=(1,2)",
                "a=@1.5",
                "a\t=1",
                "&",
                ",",
            })
    void dictionary_malformed_isNull(String text) {
        assertNull(StructuredDictionary.parse(text));
    }

    @Test
    void dictionary_allTypes() {
        assertEquals(
                Map.of(
                        "a", new StructuredDictionary.Value(StructuredDictionary.Type.INTEGER, "-15"),
                        "b", new StructuredDictionary.Value(StructuredDictionary.Type.STRING, "x\"\\"),
                        "c", new StructuredDictionary.Value(StructuredDictionary.Type.TOKEN, "*t/k:n"),
                        "d", new StructuredDictionary.Value(StructuredDictionary.Type.TRUE, ""),
                        "*e-._1", new StructuredDictionary.Value(StructuredDictionary.Type.FALSE, "")),
                StructuredDictionary.parse("  a=1,a=-15;p=\"q\"; r , \t b=\"x\\\"\\\\\",c=*t/k:n,d;x=?0,*e-._1=?0 "));
        assertEquals(
                Map.of(
                        "f", new StructuredDictionary.Value(StructuredDictionary.Type.OTHER, ""),
                        "g", new StructuredDictionary.Value(StructuredDictionary.Type.OTHER, ""),
                        "h", new StructuredDictionary.Value(StructuredDictionary.Type.OTHER, ""),
                        "i", new StructuredDictionary.Value(StructuredDictionary.Type.OTHER, ""),
                        "j", new StructuredDictionary.Value(StructuredDictionary.Type.OTHER, "")),
                StructuredDictionary.parse("f=1.5, g=:YQ==:, h=( 1 \"a\";q=1  b ), i=@1659578233, j=%\"f%c3%bc\""));
        assertEquals(Map.of(), StructuredDictionary.parse(""));
    }
}
