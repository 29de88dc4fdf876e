package dev.legato.search.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.runtime.problem.Problem;
import dev.legato.search.index.IndexCondition;
import dev.legato.search.index.SearchIndex;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The indexes of one name. Each is called {@code NAME-1}, {@code NAME-2} and so on, and has an alias of its own,
 * {@code NAME-1-own}, through which alone it is used: so nothing makes OpenSearch create it by itself. The alias {@code NAME}
 * leads to the one that serves; another one is built beside it and takes its place in one step. Processes that build at once
 * share one build; one that nobody continues is deleted when the next begins.
 */
public final class OpenSearchIndexes implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(OpenSearchIndexes.class);
    private static final String OWN = "-own";
    private static final int MAX_TRIES = 10;

    private final OpenSearchClient client;
    private final OpenSearchSettings settings;
    private final String self;
    private final LongSupplier nanoTime;

    /**
     * The indexes of the settings' name.
     *
     * @param self tells this process from all others
     * @param nanoTime a clock like {@link System#nanoTime}
     */
    public OpenSearchIndexes(OpenSearchSettings settings, String self, LongSupplier nanoTime) {
        this.client = new OpenSearchClient(settings, nanoTime);
        this.settings = settings;
        this.self = self;
        this.nanoTime = nanoTime;
    }

    /** Opens the index that serves; makes an empty one if there is none. Processes that do so at once get the same. */
    public OpenSearchIndex open() throws IOException {
        List<String> serving = serving();
        if (serving.isEmpty()) {
            boolean unused = create(1, "");
            point(List.of(), number(1));
            serving = serving();
        }
        return index(serving.getLast());
    }

    /** Opens an index by the alias that is its own. */
    OpenSearchIndex open(String alias) {
        return new OpenSearchIndex(client, settings, alias, self, nanoTime);
    }

    /** Whether an index can be used. */
    IndexCondition condition(String alias) throws IOException {
        return condition(client, alias);
    }

    /**
     * Makes another index beside the one that serves, or opens the one that some process is building from the same topic.
     * Blocks for {@link WriterSeat#PATIENCE} per build whose process may have died.
     *
     * @param topic the id of the topic that it is built from
     */
    public OpenSearchIndex next(String topic) throws IOException {
        for (int attempt = 1; attempt <= MAX_TRIES; attempt++) {
            List<String> serving = serving();
            List<String> abandoned = new ArrayList<>();
            int last = 0;
            for (Map.Entry<String, JsonNode> present : all().entrySet()) {
                String physical = present.getKey();
                last = Math.max(last, number(physical));
                if (serving.contains(physical)) {
                    continue;
                }
                if (!isWritten(physical)) {
                    abandoned.add(physical);
                } else if (isOf(topic, present.getValue())) {
                    return index(physical);
                }
            }
            if (create(last + 1, topic)) {
                for (String physical : abandoned) {
                    LOG.info("{} was being built and is deleted: no process continues it", physical);
                    delete(physical);
                }
                return index(number(last + 1));
            }
        }
        throw Problem.unavailable("Other processes begin to build the search index again and again; try again.");
    }

    private static boolean isOf(String topic, JsonNode meta) {
        return meta.path(IndexDefinition.FORMAT).asInt() == SearchIndex.FORMAT
                && meta.path(IndexDefinition.TOPIC).asText().equals(topic);
    }

    private boolean isWritten(String physical) throws IOException {
        try {
            return new WriterSeat(client, physical, self, nanoTime).awaitHolder();
        } catch (OpenSearchException e) {
            if (e.status() == OpenSearchException.NOT_FOUND) {
                return false;
            }
            throw e;
        }
    }

    private void delete(String physical) throws IOException {
        try {
            var _ = client.call("DELETE", "/" + physical, null);
        } catch (OpenSearchException e) {
            // Another process was faster.
            if (e.status() != OpenSearchException.NOT_FOUND) {
                throw e;
            }
        }
    }

    /** What the indexes of this name say about themselves, served or not. */
    private Map<String, JsonNode> all() throws IOException {
        Map<String, JsonNode> all = new TreeMap<>();
        for (Map.Entry<String, JsonNode> index : client.call("GET", "/%s-*/_mapping".formatted(settings.index()), null)
                .properties()) {
            if (number(index.getKey()) > 0 && index.getKey().equals(number(number(index.getKey())))) {
                all.put(index.getKey(), index.getValue().path("mappings").path(IndexDefinition.META));
            }
        }
        return all;
    }

    /** Has an index serve instead of those before, which are deleted, in one step. */
    public void promote(OpenSearchIndex index) throws IOException {
        String chosen = index.name().substring(0, index.name().length() - OWN.length());
        point(serving().stream().filter(old -> !old.equals(chosen)).toList(), chosen);
    }

    /** Whether what serves can be used; makes and changes nothing. */
    public IndexCondition condition() throws IOException {
        List<String> serving = serving();
        return serving.isEmpty() ? IndexCondition.ABSENT : condition(client, serving.getLast() + OWN);
    }

    static IndexCondition condition(OpenSearchClient client, String alias) throws IOException {
        try {
            for (JsonNode index : client.call("GET", "/%s/_mapping".formatted(alias), null)) {
                JsonNode format =
                        index.path("mappings").path(IndexDefinition.META).path(IndexDefinition.FORMAT);
                if (format.asInt() != SearchIndex.FORMAT) {
                    return IndexCondition.OTHER_FORMAT;
                }
            }
            JsonNode health = client.call("GET", "/_cluster/health/%s".formatted(alias), null);
            return health.path("status").asText().equals("red") ? IndexCondition.DAMAGED : IndexCondition.WHOLE;
        } catch (OpenSearchException e) {
            if (e.status() == OpenSearchException.NOT_FOUND) {
                return IndexCondition.ABSENT;
            }
            throw e;
        }
    }

    /** Ends what is under way; indexes that are open cannot be used afterwards. */
    @Override
    public void close() {
        client.close();
    }

    private OpenSearchIndex index(String physical) {
        return open(physical + OWN);
    }

    private String number(int number) {
        return settings.index() + '-' + number;
    }

    private int number(String physical) {
        String digits = physical.substring(physical.lastIndexOf('-') + 1);
        return digits.matches("\\d{1,9}") ? Integer.parseInt(digits) : 0;
    }

    /** What the alias leads to, by number. */
    private List<String> serving() throws IOException {
        try {
            List<String> names = new ArrayList<>();
            client.call("GET", "/_alias/" + settings.index(), null).fieldNames().forEachRemaining(names::add);
            names.sort((one, other) -> Integer.compare(number(one), number(other)));
            return names;
        } catch (OpenSearchException e) {
            if (e.status() == OpenSearchException.NOT_FOUND) {
                return List.of();
            }
            throw e;
        }
    }

    /** Makes an index; false if another process was faster. */
    private boolean create(int number, String topic) throws IOException {
        try {
            var _ = client.call("PUT", "/" + number(number), IndexDefinition.of(settings, number(number) + OWN, topic));
            return true;
        } catch (OpenSearchException e) {
            if (!e.type().equals("resource_already_exists_exception")) {
                throw e;
            }
            return false;
        }
    }

    private void point(List<String> old, String chosen) throws IOException {
        List<Object> actions = new ArrayList<>();
        old.forEach(index -> actions.add(Map.of("remove_index", Map.of("index", index))));
        actions.add(Map.of("add", Map.of("index", chosen, "alias", settings.index())));
        var _ = client.call("POST", "/_aliases", Map.of("actions", actions));
    }
}
