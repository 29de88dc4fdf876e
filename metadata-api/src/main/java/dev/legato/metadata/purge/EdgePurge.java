package dev.legato.metadata.purge;

import dev.legato.contracts.Topics;
import dev.legato.runtime.client.RetryPolicy;
import dev.legato.runtime.client.ServiceClient;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.EventConsumer;
import dev.legato.runtime.kafka.KafkaSettings;
import io.vertx.core.Vertx;
import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * Purges from one caching edge what the catalogue's events name: what was removed at once, what was changed softly, so that
 * it is validated before its next use. An edge that cannot be reached is told later: its consumer group keeps its place in
 * the topic. A new group begins at the topic's start, and so has everything validated once.
 */
public final class EdgePurge implements Closeable {
    private static final String PATH = "/cache/purge";
    private static final String GROUP = "legato-edge-purge";

    private final URI edge;
    private final ServiceClient client;

    private record Request(List<String> prefixes, boolean soft) {}

    private record Purged(int purged) {}

    /** @param key that the edge asks for */
    public EdgePurge(URI edge, String key) {
        this.edge = edge;
        this.client = new ServiceClient("the caching edge", edge, () -> key, RetryPolicy.NONE);
    }

    /** A consumer of the catalogue's events that purges what they name. */
    public EventConsumer<?> consumer(Vertx vertx, KafkaSettings kafka, DeadLetters deadLetters) {
        return EventConsumer.create(
                vertx, kafka, group(), Map.of(Topics.CATALOGUE, CatalogueChange::read), this::apply, deadLetters);
    }

    @Override
    public void close() {
        client.close();
    }

    /** Where an edge has got to in the topic is kept under its address. */
    private String group() {
        return "%s-%s-%d".formatted(GROUP, edge.getHost(), edge.getPort());
    }

    private void apply(List<CatalogueChange> changes) throws IOException, InterruptedException {
        purge(changes, false);
        purge(changes, true);
    }

    private void purge(List<CatalogueChange> changes, boolean removed) throws IOException, InterruptedException {
        List<String> prefixes = changes.stream()
                .filter(change -> change.removed() == removed)
                .flatMap(change -> change.prefixes().stream())
                .distinct()
                .toList();
        if (!prefixes.isEmpty()) {
            var _ = client.post(PATH, new Request(prefixes, !removed), Purged.class);
        }
    }
}
