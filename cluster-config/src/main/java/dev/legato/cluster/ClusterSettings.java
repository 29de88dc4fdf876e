package dev.legato.cluster;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.List;

/**
 * Which cluster a process joins.
 *
 * @param discovery {@code cluster.discovery}: {@code none}, {@code members} or {@code kubernetes}
 * @param name {@code cluster.name}; only processes of the same name meet
 * @param host {@code cluster.host}, the address (or pattern like {@code 10.0.*.*}) of ours that members use
 * @param port {@code cluster.port}; the next free one of a hundred is taken
 * @param members {@code cluster.members}, with discovery {@code members}: {@code host} or {@code host:port} of some
 * @param kubernetesService {@code cluster.kubernetesService}, with discovery {@code kubernetes}: the DNS name of a
 *     headless service
 */
record ClusterSettings(
        Discovery discovery, String name, String host, int port, List<String> members, String kubernetesService) {
    /** How members find each other. */
    enum Discovery {
        NONE,
        MEMBERS,
        KUBERNETES
    }

    ClusterSettings {
        members = List.copyOf(members);
        if (discovery == Discovery.KUBERNETES && kubernetesService.isEmpty()) {
            throw new SettingsException(
                    "cluster.kubernetesService is not set (expected: a headless service's DNS name)");
        }
    }

    static ClusterSettings from(Settings settings) {
        return new ClusterSettings(
                settings.choice("cluster.discovery", Discovery.NONE),
                settings.text("cluster.name", "legato"),
                settings.text("cluster.host", "127.0.0.1"),
                settings.port("cluster.port", 5701),
                settings.list("cluster.members", List.of("127.0.0.1")),
                settings.text("cluster.kubernetesService", ""));
    }
}
