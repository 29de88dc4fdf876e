package dev.legato.bench.generator.http;

import java.util.List;
import java.util.Map;

/** What the runner learnt from a gateway before the run, by name. */
final class GatewaySettings {
    private GatewaySettings() {}

    /** @throws IllegalArgumentException when nothing was learnt under that name */
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

    /** The Authorization field of the listener whose token is {@code token}. */
    static String authorization(Map<String, List<String>> settings) {
        return "Bearer " + one(settings, "token");
    }
}
