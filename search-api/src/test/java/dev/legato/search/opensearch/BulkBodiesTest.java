package dev.legato.search.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.search.index.SearchChange;
import dev.legato.search.index.SearchDocument;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.SearchNames;
import dev.legato.search.index.SearchTraits;
import dev.legato.search.opensearch.OpenSearchSettings.Routing;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BulkBodiesTest {
    @Test
    void of_aDocument_hasItsTokensAsTheyAre() {
        List<String> lines = lines(List.of(named("1", "AC/DC")), Routing.ID);
        assertEquals(2, lines.size());
        JsonObject action = new JsonObject(lines.getFirst()).getJsonObject("index");
        assertEquals("TRACK:1", action.getString("_id"));
        assertEquals(7, action.getLong("version"));
        assertEquals("external_gte", action.getString("version_type"));
        assertFalse(action.containsKey("routing"));
        JsonObject document = new JsonObject(lines.getLast());
        assertTrue(document.getJsonArray("key").contains("acdc"), document.encode());
        assertEquals("{\"name\":\"AC/DC\"}", document.getString("view"));
        assertEquals(new JsonArray(), document.getJsonArray("lyrics"));
    }

    @Test
    void of_severalChangesOfOneDocument_isTheLast() {
        SearchId id = new SearchId(SearchKind.TRACK, "1");
        List<String> lines =
                lines(List.of(named("1", "Before"), named("2", "Other"), new SearchChange.Removal(id)), Routing.KIND);
        assertEquals(3, lines.size());
        JsonObject action = new JsonObject(lines.getFirst()).getJsonObject("delete");
        assertEquals("TRACK:1", action.getString("_id"));
        assertEquals("TRACK", action.getString("routing"));
    }

    @Test
    void of_many_areBoundedBodies() {
        List<SearchChange> changes = IntStream.range(0, 2 * BulkBodies.MAX_CHANGES + 1)
                .mapToObj(i -> named(Integer.toString(i), "Name"))
                .toList();
        assertEquals(3, BulkBodies.of(changes, 1, Routing.ID).size());
        String lyrics = "la ".repeat(BulkBodies.MAX_BYTES / 8);
        List<SearchChange> large = IntStream.range(0, 5)
                .mapToObj(i -> named(Integer.toString(i), "Name", "\"" + lyrics + "\""))
                .toList();
        List<Buffer> bodies = BulkBodies.of(large, 1, Routing.ID);
        assertTrue(bodies.size() > 1);
        bodies.forEach(body -> assertTrue(body.length() <= BulkBodies.MAX_BYTES, body.length() + " bytes"));
    }

    private static List<String> lines(List<SearchChange> changes, Routing routing) {
        List<Buffer> bodies = BulkBodies.of(changes, 7, routing);
        assertEquals(1, bodies.size());
        return bodies.getFirst().toString().lines().toList();
    }

    private static SearchChange named(String id, String name) {
        return named(id, name, "{\"name\":\"%s\"}".formatted(name));
    }

    private static SearchChange named(String id, String name, String view) {
        return new SearchChange.Upsert(new SearchDocument(
                new SearchId(SearchKind.TRACK, id),
                SearchNames.alone(name),
                SearchTraits.unknown(),
                Buffer.buffer(view)));
    }
}
