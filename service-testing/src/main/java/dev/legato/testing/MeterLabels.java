package dev.legato.testing;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The labels of all meters of a process. */
public final class MeterLabels {
    private MeterLabels() {}

    /** The values of each label, over all meters. */
    public static Map<String, Set<String>> of(MeterRegistry registry) {
        Map<String, Set<String>> values = new TreeMap<>();
        for (Meter meter : registry.getMeters()) {
            for (Tag tag : meter.getId().getTags()) {
                values.computeIfAbsent(tag.getKey(), _ -> new TreeSet<>()).add(tag.getValue());
            }
        }
        return values;
    }

    /** The series there are but for the JVM's own, which come with the first collection of each kind. */
    public static Set<String> series(MeterRegistry registry) {
        return registry.getMeters().stream()
                .filter(meter -> !meter.getId().getName().startsWith("jvm."))
                .map(meter -> meter.getId().getName() + meter.getId().getTags())
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
