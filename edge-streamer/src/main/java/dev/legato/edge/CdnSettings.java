package dev.legato.edge;

import dev.legato.runtime.net.AddressBlock;
import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The CDNs and caches in front of this edge.
 *
 * @param networks {@code edge.cdn.networks}, the addresses from which they ask
 * @param clientCa {@code edge.cdn.clientCa}, a PEM file with the certificates that sign theirs; null for none
 */
record CdnSettings(List<AddressBlock> networks, @Nullable Path clientCa) {
    static CdnSettings from(Settings settings) {
        return new CdnSettings(
                settings.list("edge.cdn.networks", List.of()).stream()
                        .map(CdnSettings::network)
                        .toList(),
                settings.path("edge.cdn.clientCa").orElse(null));
    }

    private static AddressBlock network(String text) {
        try {
            return AddressBlock.parse(text);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(
                    "edge.cdn.networks: %s (expected: addresses or blocks like 192.0.2.7, 10.0.0.0/8 or fd00::/8)"
                            .formatted(e.getMessage()));
        }
    }
}
