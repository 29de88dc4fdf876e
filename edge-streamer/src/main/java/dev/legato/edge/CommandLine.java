package dev.legato.edge;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The edge's command line.
 *
 * @param settings the values of the edge's own options, by settings key
 * @param rest all other arguments
 */
record CommandLine(Map<String, String> settings, List<String> rest) {
    private static final Map<String, String> WITH_VALUE = Map.of(
            "--root", "edge.root",
            "--origin", "edge.origin.urls",
            "--cache", "edge.cache.dir",
            "--cache-bytes", "edge.cache.bytes",
            "--port", "edge.port",
            "--host", "edge.host",
            "--mount", "edge.mount");

    static CommandLine parse(String[] arguments) {
        Map<String, String> settings = new HashMap<>();
        List<String> rest = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String key = WITH_VALUE.get(arguments[i]);
            if (key != null && i + 1 < arguments.length) {
                settings.put(key, arguments[++i]);
            } else if (arguments[i].equals("--open")) {
                settings.put("edge.open", "true");
            } else if (arguments[i].equals("--take-over")) {
                settings.put("edge.takeOver", "true");
            } else {
                rest.add(arguments[i]);
            }
        }
        return new CommandLine(Map.copyOf(settings), List.copyOf(rest));
    }
}
