package dev.legato.edge.policy;

import static dev.legato.edge.policy.Messages.TARGET;
import static dev.legato.edge.policy.Messages.fields;
import static dev.legato.edge.policy.Messages.request;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidationTest {
    @ParameterizedTest
    @CsvSource({
        "POST, 200, true",
        "PUT, 204, true",
        "DELETE, 303, true",
        "M-SEARCH, 200, true",
        "POST, 500, false",
        "PUT, 404, false",
        "DELETE, 103, false",
        "GET, 200, false",
        "HEAD, 200, false",
        "OPTIONS, 200, false",
        "TRACE, 200, false",
    })
    void targets_unsafeMethodWithoutError(String method, int status, boolean invalidates) {
        assertEquals(
                invalidates ? Set.of(TARGET) : Set.of(),
                Invalidation.targets(request(method, ""), new CacheResponse(status, fields(""))));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            nullValues = "-",
            value = {
                "'/other', http://edge.example/other",
                "'other?x=1#part', http://edge.example/other?x=1",
                "'http://EDGE.example:80/other', http://EDGE.example:80/other",
                "'', http://edge.example/track",
                "'https://edge.example/other', -",
                "'http://edge.example:81/other', -",
                "'http://elsewhere.example/other', -",
                "'//elsewhere.example/other', -",
                "'http://[', -",
                "'with space', -",
            })
    void resolve_onlySameOrigin(String reference, String expected) {
        assertEquals(expected, Invalidation.resolve(TARGET, reference));
    }

    @Test
    void resolve_pathAsTarget() {
        assertEquals("/a/other", Invalidation.resolve("/a/b?c", "other"));
        assertNull(Invalidation.resolve("/a/b?c", "http://edge.example/other"));
        assertNull(Invalidation.resolve("/a/b?c", "x".repeat(9_000)));
    }

    @Test
    void targets_locationsOfTheSameOrigin() {
        assertEquals(
                Set.of(TARGET, "http://edge.example/made", "http://edge.example/held"),
                Invalidation.targets(
                        request("POST", ""),
                        new CacheResponse(201, fields("Location: /made | Content-Location: held"))));
    }
}
