package dev.legato.metadata.cache;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** What the cache did, as metrics; every label is of a closed set. */
final class CacheMetrics {
    /** Where a read found its answer. */
    enum Level {
        NEAR,
        REDIS,
        DATABASE
    }

    /** What a read found there. */
    enum Answer {
        FRESH,
        /** One that is being read again. */
        STALE,
        /** That there is no such entry. */
        MISSING
    }

    /** How waiting for another instance's load ended. */
    enum Wait {
        FILLED,
        /** The other did not finish in time, so this instance loads on its own. */
        ABANDONED
    }

    private final MeterRegistry meters;
    private final Map<Level, Map<Answer, Counter>> reads = new EnumMap<>(Level.class);
    private final Map<Wait, Counter> waits = new EnumMap<>(Wait.class);
    private final Counter loads;
    private final Counter failures;
    private final Counter changes;

    CacheMetrics(MeterRegistry meters) {
        this.meters = meters;
        for (Level level : Level.values()) {
            Map<Answer, Counter> answers = new EnumMap<>(Answer.class);
            for (Answer answer : Answer.values()) {
                Counter counter = Counter.builder("legato.catalogue.cache.reads")
                        .description("Entries read, by where they were found")
                        .tag("level", label(level))
                        .tag("answer", label(answer))
                        .register(meters);
                answers.put(answer, counter);
            }
            reads.put(level, answers);
        }
        for (Wait wait : Wait.values()) {
            Counter counter = Counter.builder("legato.catalogue.cache.waits")
                    .description("Entries that another instance was reading already")
                    .tag("outcome", label(wait))
                    .register(meters);
            waits.put(wait, counter);
        }
        loads = loads("loaded");
        failures = loads("failed");
        changes = Counter.builder("legato.catalogue.cache.changes")
                .description("Changed entries that this process heard of")
                .register(meters);
    }

    private Counter loads(String outcome) {
        return Counter.builder("legato.catalogue.cache.loads")
                .description("Queries to PostgreSQL for entries")
                .tag("outcome", outcome)
                .register(meters);
    }

    void read(Level level, Answer answer) {
        Map<Answer, Counter> answers = Objects.requireNonNull(reads.get(level));
        Objects.requireNonNull(answers.get(answer)).increment();
    }

    void waited(Wait outcome, int entries) {
        Objects.requireNonNull(waits.get(outcome)).increment(entries);
    }

    void loaded() {
        loads.increment();
    }

    void loadFailed() {
        failures.increment();
    }

    void heard(int entries) {
        changes.increment(entries);
    }

    <T> void gauge(String name, String description, T state, ToDoubleFunction<T> value) {
        Gauge.builder("legato.catalogue.cache." + name, state, value)
                .description(description)
                .register(meters);
    }

    private static String label(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
