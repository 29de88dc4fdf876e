package dev.legato.ingest;

import dev.legato.ingest.journal.Journal;
import dev.legato.ingest.journal.KafkaRelay;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/** How full the journal is, and whether Kafka takes what lies in it. */
final class JournalMeters {
    private JournalMeters() {}

    static void bind(Journal journal, KafkaRelay relay, MeterRegistry meters) {
        var _ = Gauge.builder("legato.ingest.journal.pending", journal, it -> it.status()
                        .pending())
                .description("Events in the journal that Kafka does not have yet")
                .register(meters);
        var _ = Gauge.builder(
                        "legato.ingest.journal.size", journal, it -> it.status().bytes())
                .description("What the journal's files take")
                .baseUnit("bytes")
                .register(meters);
        var _ = FunctionCounter.builder("legato.ingest.journal.syncs", journal, it -> it.status()
                        .commits())
                .description("How often the journal has synced to the disk")
                .register(meters);
        var _ = Gauge.builder(
                        "legato.ingest.journal.stalled",
                        relay,
                        it -> it.stalledFor().toMillis() / 1e3)
                .description("Since when Kafka has acknowledged none of the events that wait")
                .baseUnit("seconds")
                .register(meters);
    }
}
