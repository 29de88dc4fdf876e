package dev.legato.search.opensearch;

import dev.legato.search.index.SearchIndex;
import dev.legato.search.plan.IndexField;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The settings and mappings of an index. Text was analysed before: each token is a keyword, so that OpenSearch needs no
 * analyzer and no plug-in. What is only stored is not indexed.
 */
final class IndexDefinition {
    static final String ID = "id";
    static final String KIND = "kind";
    static final String RANK = "rank";
    static final String YEAR = "year";
    static final String GENRE = "genre";
    static final String ARTIST = "artist";
    static final String EXPLICIT = "explicit";
    static final String AVAILABLE = "available";
    static final String NAMES = "names";
    static final String RECORDING = "recording";
    static final String VIEW = "view";

    /** What the writer of the index keeps beside its documents. */
    static final String STATE = "state";

    /** What the mappings say about the index besides. */
    static final String META = "_meta";

    static final String FORMAT = "format";
    static final String TOPIC = "topic";

    private static final String KEYWORD = "keyword";

    private IndexDefinition() {}

    /**
     * A definition.
     *
     * @param alias the index's own
     * @param topic the id of the topic that it is built from, or empty if it is not known yet
     */
    static Map<String, Object> of(OpenSearchSettings settings, String alias, String topic) {
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(ID, Map.of("type", KEYWORD));
        properties.put(KIND, Map.of("type", KEYWORD));
        properties.put(RANK, Map.of("type", "long", "index", false));
        properties.put(YEAR, Map.of("type", "integer"));
        properties.put(GENRE, Map.of("type", KEYWORD));
        properties.put(ARTIST, Map.of("type", KEYWORD));
        properties.put(EXPLICIT, Map.of("type", "boolean"));
        properties.put(AVAILABLE, Map.of("type", "boolean"));
        for (IndexField field : IndexField.values()) {
            properties.put(field.label(), Map.of("type", KEYWORD, "doc_values", false));
        }
        for (String stored : new String[] {NAMES, RECORDING, VIEW, STATE}) {
            properties.put(stored, Map.of("type", "object", "enabled", false));
        }
        return Map.of(
                "aliases",
                Map.of(alias, Map.of()),
                "settings",
                Map.of(
                        "index.number_of_shards",
                        settings.shards(),
                        "index.number_of_replicas",
                        settings.replicas(),
                        // Whoever fills the index shows what it wants to be seen.
                        "index.refresh_interval",
                        "-1"),
                "mappings",
                Map.of(
                        "dynamic",
                        "strict",
                        META,
                        Map.of(FORMAT, SearchIndex.FORMAT, TOPIC, topic),
                        "properties",
                        properties));
    }
}
