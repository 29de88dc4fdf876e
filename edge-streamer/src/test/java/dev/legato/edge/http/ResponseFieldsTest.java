package dev.legato.edge.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseFieldsTest {
    private final Map<String, String> preflight = new HashMap<>();

    ResponseFieldsTest() {
        new ResponseFields("*").allow(preflight::put);
    }

    /** Authorization must be named: Fetch does not take {@code *} for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization",
                "cache-control",
                "pragma",
                "range",
                "if-range",
                "if-none-match",
                "if-modified-since",
                "content-type",
                "cmcd-request",
                "cmcd-object",
                "cmcd-status",
                "cmcd-session",
                "x-request-id"
            })
    void allow_whatPlayersSend_isAllowed(String field) {
        assertTrue(names("access-control-allow-headers").contains(field));
    }

    @ParameterizedTest
    @ValueSource(strings = {"accept-ranges", "content-length", "content-range", "date", "etag", "retry-after"})
    void allow_whatPlayersRead_isExposed(String field) {
        assertTrue(names("access-control-expose-headers").contains(field));
    }

    @Test
    void allow_methods_areThoseServed() {
        assertEquals(Set.of("get", "head"), names("access-control-allow-methods"));
    }

    private Set<String> names(String field) {
        return Arrays.stream(preflight.get(field).toLowerCase(Locale.ROOT).split(", ", -1))
                .collect(Collectors.toSet());
    }
}
