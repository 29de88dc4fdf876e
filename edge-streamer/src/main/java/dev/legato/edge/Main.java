package dev.legato.edge;

import dev.legato.cluster.Cluster;
import dev.legato.runtime.Launcher;

/**
 * Runs one edge, in the cluster that its settings name, if they name one.
 *
 * <pre>
 *   Main [--config FILE] [--root DIR | --origin URL --cache DIR [--cache-bytes N]]
 *        [--port N] [--host ADDRESS] [--mount PATH] [--open] [--take-over]
 * </pre>
 *
 * <p>The options stand for the settings {@code edge.root}, {@code edge.origin.urls},
 * {@code edge.cache.dir}, {@code edge.cache.bytes}, {@code edge.port}, {@code edge.host}, {@code edge.mount},
 * {@code edge.open} and {@code edge.takeOver}, and override the file and the environment.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        CommandLine line = CommandLine.parse(arguments);
        Launcher.launch(line.rest().toArray(String[]::new), line.settings(), Cluster::from, EdgeService::from);
    }
}
