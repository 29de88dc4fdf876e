package dev.legato.edge;

import dev.legato.runtime.settings.Settings;
import dev.legato.runtime.settings.SettingsException;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the settings again while the edge runs. They are checked as at the start; if one is wrong, none is changed. The
 * log names the changed settings that need a restart.
 */
final class SettingsReload {
    private static final Logger LOG = LoggerFactory.getLogger(SettingsReload.class);

    /** The keys that can change without a restart, and the beginnings of such keys. */
    private static final Set<String> CHANGEABLE = Set.of(
            "edge.connections",
            "edge.connectionsPerAddress",
            "edge.requestsPerConnection",
            "edge.requestRate",
            "edge.headTimeout",
            "edge.writeStall",
            "edge.idleTimeout",
            "edge.pacing",
            "edge.cdn.networks",
            "edge.dotFiles",
            "links.keys");

    private final Settings started;
    private final Consumer<EdgeSettings> use;
    private Settings current;

    /**
     * @param started the settings with which the edge was started
     * @param use applies those of the settings that can change
     */
    SettingsReload(Settings started, Consumer<EdgeSettings> use) {
        this.started = started;
        this.current = started;
        this.use = use;
    }

    /** Reads the settings and applies them. */
    synchronized void run() {
        try {
            Settings next = current.reread();
            EdgeSettings settings = EdgeSettings.from(next);
            next.rejectUnknownIn("edge");
            use.accept(settings);
            log(next.changedSince(current), next.changedSince(started));
            current = next;
        } catch (SettingsException e) {
            LOG.warn("the settings stay as they are: {}", e.getMessage());
        }
    }

    private static void log(Set<String> changed, Set<String> changedSinceStart) {
        String used = changed.stream().filter(SettingsReload::isChangeable).collect(Collectors.joining(", "));
        LOG.info("settings read again; changed: {}", used.isEmpty() ? "none" : used);
        String waiting = changedSinceStart.stream()
                .filter(key -> key.startsWith("edge.") && !isChangeable(key))
                .collect(Collectors.joining(", "));
        if (!waiting.isEmpty()) {
            LOG.warn("changed in the settings, but needs a restart: {}", waiting);
        }
    }

    private static boolean isChangeable(String key) {
        return CHANGEABLE.stream().anyMatch(one -> key.equals(one) || key.startsWith(one + '.'));
    }
}
