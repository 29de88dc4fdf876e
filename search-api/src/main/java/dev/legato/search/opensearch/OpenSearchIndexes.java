package dev.legato.search.opensearch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.search.index.IndexCondition;
import dev.legato.search.index.SearchIndex;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The indexes of one name. Each is called {@code NAME-1}, {@code NAME-2} and so on, and has an alias of its own,
 * {@code NAME-1-own}, through which alone it is used: so nothing makes OpenSearch create it by itself. The alias {@code NAME}
 * leads to the one that serves; another one is built beside it and takes its place in one step.
 */
public final class OpenSearchIndexes implements Closeable {
    private static final String OWN = "-own";

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
            create(1);
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

    /** Makes another index beside the one that serves, or opens the one that some process is building already. */
    public OpenSearchIndex next() throws IOException {
        int next = serving().stream().mapToInt(this::number).max().orElse(0) + 1;
        create(next);
        return index(number(next));
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
                JsonNode format = index.path("mappings").path("_meta").path("format");
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

    private void create(int number) throws IOException {
        try {
            var _ = client.call("PUT", "/" + number(number), IndexDefinition.of(settings, number(number) + OWN));
        } catch (OpenSearchException e) {
            // Another process was faster.
            if (!e.type().equals("resource_already_exists_exception")) {
                throw e;
            }
        }
    }

    private void point(List<String> old, String chosen) throws IOException {
        List<Object> actions = new ArrayList<>();
        old.forEach(index -> actions.add(Map.of("remove_index", Map.of("index", index))));
        actions.add(Map.of("add", Map.of("index", chosen, "alias", settings.index())));
        var _ = client.call("POST", "/_aliases", Map.of("actions", actions));
    }
}
