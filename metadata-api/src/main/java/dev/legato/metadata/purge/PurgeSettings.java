package dev.legato.metadata.purge;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.net.URI;
import java.util.List;

/**
 * The caching edges that are told of changes.
 *
 * @param edges {@code metadata.purge.edges}, the management URL of one edge per cluster: it tells the others
 * @param key {@code metadata.purge.key}, the {@code edge.cache.purgeKey} of these edges; empty without edges
 */
public record PurgeSettings(List<URI> edges, String key) {
    public PurgeSettings {
        edges = List.copyOf(edges);
    }

    public static PurgeSettings from(Settings settings) {
        List<URI> edges = settings.list("metadata.purge.edges", List.of()).stream()
                .map(PurgeSettings::edge)
                .toList();
        String key = settings.secret("metadata.purge.key").orElse("");
        if (edges.isEmpty() != key.isEmpty()) {
            throw new SettingsException(
                    "metadata.purge.edges and metadata.purge.key: one is set (expected: both or none)");
        }
        return new PurgeSettings(edges, key);
    }

    private static URI edge(String text) {
        try {
            URI edge = URI.create(text);
            if (("http".equals(edge.getScheme()) || "https".equals(edge.getScheme())) && edge.getHost() != null) {
                return edge;
            }
        } catch (IllegalArgumentException _) {
            // the same message serves both faults
        }
        throw new SettingsException("metadata.purge.edges: %s (expected: URLs like http://host:port)".formatted(text));
    }

    /** The addresses alone. */
    @Override
    public String toString() {
        return "PurgeSettings" + edges;
    }
}
