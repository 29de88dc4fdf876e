package dev.legato.search.opensearch;

import dev.legato.runtime.json.Json;
import dev.legato.search.index.SearchChange;
import dev.legato.search.index.SearchDocument;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchTraits;
import dev.legato.search.opensearch.OpenSearchSettings.Routing;
import dev.legato.search.plan.DocumentTokens;
import dev.legato.search.plan.IndexField;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Changes as bodies of bulk requests, each of at most {@value #MAX_BYTES} bytes unless a single document is longer, and
 * {@value #MAX_CHANGES} changes.
 */
final class BulkBodies {
    static final int MAX_BYTES = 4 << 20;
    static final int MAX_CHANGES = 1_000;

    private final long version;
    private final Routing routing;
    private final List<Buffer> bodies = new ArrayList<>();
    private int changes = MAX_CHANGES;

    private BulkBodies(long version, Routing routing) {
        this.version = version;
        this.routing = routing;
    }

    /**
     * Writes changes; of several of one document only the last.
     *
     * @param version with which documents are written: a document of a higher one stays as it is
     */
    static List<Buffer> of(Collection<SearchChange> changes, long version, Routing routing) {
        Map<SearchId, SearchChange> last = new LinkedHashMap<>();
        for (SearchChange change : changes) {
            last.put(change.id(), change);
        }
        BulkBodies bodies = new BulkBodies(version, routing);
        last.values().forEach(bodies::add);
        return bodies.bodies;
    }

    private void add(SearchChange change) {
        Buffer lines = Buffer.buffer();
        switch (change) {
            case SearchChange.Upsert upsert -> {
                append(lines, Map.of("index", action(change.id())));
                append(lines, document(upsert.document()));
            }
            case SearchChange.Removal _ -> append(lines, Map.of("delete", action(change.id())));
        }
        if (changes == MAX_CHANGES || bodies.getLast().length() + lines.length() > MAX_BYTES) {
            bodies.add(Buffer.buffer());
            changes = 0;
        }
        var _ = bodies.getLast().appendBuffer(lines);
        changes++;
    }

    private Map<String, Object> action(SearchId id) {
        Map<String, Object> action = new LinkedHashMap<>();
        action.put("_id", id.text());
        action.put("version", version);
        action.put("version_type", "external_gte");
        if (routing == Routing.KIND) {
            action.put("routing", id.kind().name());
        }
        return action;
    }

    private static void append(Buffer lines, Object value) {
        var _ = lines.appendBytes(Json.write(value)).appendByte((byte) '\n');
    }

    private static Map<String, Object> document(SearchDocument document) {
        DocumentTokens tokens = DocumentTokens.of(document);
        SearchTraits traits = document.traits();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put(IndexDefinition.ID, document.id().text());
        fields.put(IndexDefinition.KIND, document.id().kind().name());
        fields.put(IndexDefinition.RANK, tokens.rank());
        if (traits.released() != null) {
            fields.put(IndexDefinition.YEAR, traits.released().getYear());
        }
        fields.put(IndexDefinition.GENRE, traits.genres());
        fields.put(IndexDefinition.ARTIST, traits.artistIds());
        fields.put(IndexDefinition.EXPLICIT, traits.explicit());
        fields.put(IndexDefinition.AVAILABLE, traits.available());
        for (IndexField field : IndexField.values()) {
            fields.put(field.label(), tokens.of(field));
        }
        fields.put(IndexDefinition.NAMES, tokens.names());
        fields.put(IndexDefinition.RECORDING, document.recording());
        fields.put(IndexDefinition.VIEW, document.view().toString());
        return fields;
    }
}
