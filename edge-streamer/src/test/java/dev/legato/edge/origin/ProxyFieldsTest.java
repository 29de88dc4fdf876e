package dev.legato.edge.origin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginRequest.Client;
import io.vertx.core.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The fields that a proxy adds and removes. */
class ProxyFieldsTest {
    @Test
    void withoutHopByHop_dropsWhatConnectionNames_inAnyCase() {
        FieldList fields = FieldList.of(
                "Connection", "Close , X-Mine",
                "connection", "x-other",
                "x-mine", "1",
                "X-Other", "2",
                "Transfer-Encoding", "chunked",
                "Trailer", "x",
                "via", "1.1 a");
        assertEquals(FieldList.of("via", "1.1 a"), ProxyFields.withoutHopByHop(fields));
    }

    @Test
    void withVia_comesBehindTheOthers() {
        FieldList once =
                ProxyFields.withVia(FieldList.of("via", "1.0 a", "via", "1.1 b"), HttpVersion.HTTP_2, "legato");
        assertEquals("1.0 a, 1.1 b, 2.0 legato", once.get("via"));
        assertEquals(
                "1.1 legato",
                ProxyFields.withVia(FieldList.EMPTY, HttpVersion.HTTP_1_1, "legato")
                        .get("via"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "edge",
                "a, EDGE",
                "edge;v=1",
                "a;x=\"b, c\", edge ; y",
                "a;x=\"\\\"\", edge",
                "a,,edge",
                ",edge,"
            })
    void cdnLoop_withOurId_isALoop(String value) {
        assertTrue(CdnLoop.contains(FieldList.of("cdn-loop", value), "edge"), value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "edge2", "a;x=edge", "a;x=\"b, edge\"", "a;x=\"\\\", edge\"", "edge:8080", "a edge"})
    void cdnLoop_withoutOurId_isNone(String value) {
        assertFalse(CdnLoop.contains(FieldList.of("cdn-loop", value), "edge"), value);
    }

    @Test
    void cdnLoop_onSeveralLines_isReadAsOne() {
        FieldList fields = FieldList.of("cdn-loop", "a", "cdn-loop", "edge");
        assertTrue(CdnLoop.contains(fields, "edge"));
        assertEquals("a, edge, b", CdnLoop.add(fields, "b").get("cdn-loop"));
        assertEquals("b", CdnLoop.add(FieldList.EMPTY, "b").get("cdn-loop"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1   | h.example   | for=192.0.2.1;proto=http;host=\"h.example\"",
                "2001:db8::1 | h.example:1 | for=\"[2001:db8::1]\";proto=http;host=\"h.example:1\"",
                "192.0.2.1   | a\"b        | for=192.0.2.1;proto=http;host=\"a\\\"b\"",
                "192.0.2.1   |             | for=192.0.2.1;proto=http"
            })
    void forwarded_namesTheClient(String address, String host, String element) {
        Client client = new Client(address, "http", host);
        assertEquals(
                element, ForwardedFields.FORWARDED.add(FieldList.EMPTY, client).get("forwarded"));
        assertEquals(
                "for=_x, " + element,
                ForwardedFields.FORWARDED
                        .add(FieldList.of("forwarded", "for=_x"), client)
                        .get("forwarded"));
    }
}
