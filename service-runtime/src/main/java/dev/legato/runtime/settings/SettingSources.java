package dev.legato.runtime.settings;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Where settings stand: the environment, and behind it a file.
 *
 * @param file what the file holds, by key
 * @param environment by variable
 * @param reader reads the file again
 */
record SettingSources(Map<String, String> file, Map<String, String> environment, Supplier<Map<String, String>> reader) {
    /** Read by {@code ./legato} and the image before there is a JVM. */
    private static final Set<String> NOT_SETTINGS = Set.of("LEGATO_JAVA_OPTIONS");

    SettingSources {
        file = Map.copyOf(file);
        environment = Map.copyOf(environment);
    }

    static SettingSources load(@Nullable Path yaml, Map<String, String> environment) {
        Map<String, String> ours = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith(KnownKeys.ENVIRONMENT_PREFIX)
                    && !NOT_SETTINGS.contains(name)
                    && !ServiceLinks.isServiceLink(name, value)) {
                ours.put(name, value);
            }
        });
        Supplier<Map<String, String>> reader = () -> yaml == null ? Map.of() : SettingsFile.read(yaml);
        return new SettingSources(reader.get(), ours, reader);
    }

    static SettingSources of(Map<String, String> values) {
        return new SettingSources(values, Map.of(), () -> values);
    }

    SettingSources reread() {
        return new SettingSources(reader.get(), environment, reader);
    }

    Set<String> changedSince(SettingSources before) {
        Set<String> keys = new TreeSet<>(file.keySet());
        keys.addAll(before.file.keySet());
        keys.removeIf(key -> Objects.equals(file.get(key), before.file.get(key)));
        return keys;
    }

    /** The same with values that stand behind those of the file. */
    SettingSources behind(Map<String, String> defaults) {
        return new SettingSources(merged(defaults, file), environment, () -> merged(defaults, reader.get()));
    }

    /** The same with values that nothing overrides. */
    SettingSources overridden(Map<String, String> overrides) {
        Map<String, String> remaining = new HashMap<>(environment);
        overrides.keySet().forEach(key -> remaining.remove(KnownKeys.variable(key)));
        return new SettingSources(merged(file, overrides), remaining, () -> merged(reader.get(), overrides));
    }

    private static Map<String, String> merged(Map<String, String> base, Map<String, String> over) {
        Map<String, String> merged = new HashMap<>(base);
        merged.putAll(over);
        return merged;
    }

    Optional<String> value(String key) {
        String value = environment.get(KnownKeys.variable(key));
        return Optional.ofNullable(value != null ? value : file.get(key));
    }

    /**
     * What stands under a key, by the name behind {@code key.}: an environment's {@code {KEY}_SASL_JAAS_CONFIG} is {@code
     * sasl.jaas.config}.
     */
    Map<String, String> members(String key) {
        Map<String, String> members = new TreeMap<>();
        file.forEach((name, value) -> {
            if (name.startsWith(key + ".")) {
                members.put(name.substring(key.length() + 1), value);
            }
        });
        String prefix = KnownKeys.variable(key) + "_";
        environment.forEach((variable, value) -> {
            if (variable.startsWith(prefix)) {
                members.put(
                        variable.substring(prefix.length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'),
                        value);
            }
        });
        return members;
    }
}
