package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OpenApiJoinTest {
    private final JsonNode first = json("""
            {"paths": {"/v1/a/{id}": {"get": {"operationId": "getA"}}, "/internal/a": {"put": {"operationId": "putA"}},
              "/inside": {"x-internal": true, "get": {"operationId": "getInside"}}},
             "components": {"schemas": {"Problem": {"type": "object"}, "A": {"type": "string"}}}}""");

    @Test
    void join_twoServices_hasBothPathsTaggedByService() {
        JsonNode second = json("""
                {"paths": {"/v1/a/{id}": {"delete": {"operationId": "deleteA"}}},
                 "components": {"schemas": {"Problem": {"type": "object"}}}}""");
        JsonNode joined = OpenApiJoin.join(inOrder(first, second));
        JsonNode item = joined.path("paths").path("/v1/a/{id}");
        assertEquals("one", item.path("get").path("tags").path(0).asText());
        assertEquals("two", item.path("delete").path("tags").path(0).asText());
        assertEquals(2, joined.path("components").path("schemas").size());
    }

    @Test
    void join_internalPaths_areLeftOut() {
        JsonNode paths = OpenApiJoin.join(Map.of("one", first)).path("paths");
        assertFalse(paths.has("/internal/a"));
        assertFalse(paths.has("/inside"));
    }

    @Test
    void join_sameNameForDifferentThings_isRefused() {
        JsonNode second = json("{\"components\": {\"schemas\": {\"A\": {\"type\": \"integer\"}}}}");
        assertThrows(IllegalStateException.class, () -> OpenApiJoin.join(inOrder(first, second)));
    }

    private static Map<String, JsonNode> inOrder(JsonNode first, JsonNode second) {
        Map<String, JsonNode> documents = new LinkedHashMap<>();
        documents.put("one", first);
        documents.put("two", second);
        return documents;
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
