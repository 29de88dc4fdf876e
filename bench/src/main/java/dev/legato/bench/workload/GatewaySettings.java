package dev.legato.bench.workload;

import java.util.List;
import java.util.Map;

/** What the controller learnt from a gateway before the run, by name. */
final class GatewaySettings {
    private GatewaySettings() {}

    static List<String> all(Map<String, List<String>> settings, String name) {
        List<String> values = settings.getOrDefault(name, List.of());
        if (values.isEmpty()) {
            throw new IllegalArgumentException("%s: none learnt (expected: at least one)".formatted(name));
        }
        return values;
    }

    static String one(Map<String, List<String>> settings, String name) {
        return all(settings, name).getFirst();
    }
}
