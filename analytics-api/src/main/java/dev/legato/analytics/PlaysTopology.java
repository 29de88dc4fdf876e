package dev.legato.analytics;

import static org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore;
import static org.apache.kafka.streams.state.Stores.keyValueStoreBuilder;
import static org.apache.kafka.streams.state.Stores.persistentKeyValueStore;
import static org.apache.kafka.streams.state.Stores.persistentTimestampedKeyValueStore;

import dev.legato.contracts.Topics;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;

/**
 * How plays flow.
 *
 * <pre>
 *   plays (by listener) → hearings ─┬→ history-lengths → analytics-history ─┐
 *                catalogue ─┘       └→ by track → track-counts ─┬→ analytics-tracks ─┼→ read whole by every instance
 *                                                               └→ analytics-charts ─┘
 * </pre>
 */
final class PlaysTopology {
    private static final Serde<String> TEXT = Serdes.String();
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();
    private static final Serde<CountedPlay> COUNTED = JsonSerde.of(CountedPlay.class);

    private PlaysTopology() {}

    static Topology build() {
        StreamsBuilder builder = new StreamsBuilder();
        addStores(builder);
        readWhole(builder, Topics.CATALOGUE, persistentTimestampedKeyValueStore(Topics.CATALOGUE));
        readWhole(builder, ResultTopics.HISTORY, persistentTimestampedKeyValueStore(ResultTopics.HISTORY));
        readWhole(builder, ResultTopics.TRACKS, persistentTimestampedKeyValueStore(ResultTopics.TRACKS));
        readWhole(builder, ResultTopics.CHARTS, inMemoryKeyValueStore(ResultTopics.CHARTS));

        KStream<String, CountedPlay> counted = builder.stream(Topics.PLAYS, Consumed.with(TEXT, BYTES))
                .process(HearingProcessor::new, HearingProcessor.STORE);
        counted.process(HistoryProcessor::new, HistoryProcessor.STORE)
                .to(ResultTopics.HISTORY, Produced.with(TEXT, JsonSerde.of(HistoryItem.class)));
        counted.selectKey((_, play) -> play.trackId().value())
                .repartition(Repartitioned.with(TEXT, COUNTED).withName("plays-by-track"))
                .process(CountingProcessor::new, CountingProcessor.COUNTS, CountingProcessor.LISTENERS)
                .to(
                        (_, result, _) -> switch (result) {
                            case TrackStats _ -> ResultTopics.TRACKS;
                            case PartialChart _ -> ResultTopics.CHARTS;
                        },
                        Produced.with(TEXT, JsonSerde.of(Result.class)));
        return builder.build();
    }

    private static void addStores(StreamsBuilder builder) {
        var _ = builder.addStateStore(keyValueStoreBuilder(
                persistentKeyValueStore(HearingProcessor.STORE), TEXT, JsonSerde.of(Hearing.class)));
        var _ = builder.addStateStore(
                keyValueStoreBuilder(persistentKeyValueStore(HistoryProcessor.STORE), TEXT, Serdes.Long()));
        var _ = builder.addStateStore(keyValueStoreBuilder(
                persistentKeyValueStore(CountingProcessor.COUNTS), TEXT, JsonSerde.of(TrackCounts.class)));
        var _ = builder.addStateStore(
                keyValueStoreBuilder(persistentKeyValueStore(CountingProcessor.LISTENERS), TEXT, BYTES));
    }

    private static void readWhole(StreamsBuilder builder, String topic, KeyValueBytesStoreSupplier store) {
        var _ = builder.globalTable(
                topic,
                Consumed.with(TEXT, BYTES),
                Materialized.<String, byte[]>as(store).withKeySerde(TEXT).withValueSerde(BYTES));
    }
}
