package dev.legato.analytics;

import static org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore;
import static org.apache.kafka.streams.state.Stores.keyValueStoreBuilder;
import static org.apache.kafka.streams.state.Stores.persistentKeyValueStore;
import static org.apache.kafka.streams.state.Stores.persistentTimestampedKeyValueStore;
import static org.apache.kafka.streams.state.Stores.timestampedKeyValueStoreBuilder;

import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.HeardPlay;
import dev.legato.contracts.Topics;
import dev.legato.runtime.json.Json;
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
 * How plays flow. All that is written is written in the transaction of what was read for it.
 *
 * <pre>
 *   plays (by listener) → hearings ─┬→ heard: what the rest of Legato learns from
 *                catalogue ─┘       ├→ history-lengths → analytics-history ─┐
 *                                   └→ by track → track-counts ─┬→ analytics-tracks ─┼→ read whole by every instance
 *                                              catalogue ─┘     └→ analytics-charts ─┘
 *   accounts (those deleted) ─┬→ out of hearings, history-lengths, analytics-history
 *                             └→ to every partition → accounts-to-forget → out of track-listeners
 * </pre>
 */
final class PlaysTopology {
    /** The name of the step that brings a track's plays together. */
    static final String BY_TRACK = "plays-by-track";

    /** The name of the step that tells all partitions of an account that is gone. */
    static final String FORGOTTEN = "forgotten-accounts";

    private static final String SOURCE = "/analytics-api";
    private static final Serde<String> TEXT = Serdes.String();
    private static final Serde<byte[]> BYTES = Serdes.ByteArray();
    private static final Serde<CountedPlay> COUNTED = JsonSerde.of(CountedPlay.class);

    private PlaysTopology() {}

    static Topology build() {
        CatalogueChanges changes = new CatalogueChanges();
        StreamsBuilder builder = new StreamsBuilder();
        addStores(builder);
        addCatalogue(builder, changes);
        readWhole(builder, ResultTopics.HISTORY, persistentTimestampedKeyValueStore(ResultTopics.HISTORY));
        readWhole(builder, ResultTopics.TRACKS, persistentTimestampedKeyValueStore(ResultTopics.TRACKS));
        readWhole(builder, ResultTopics.CHARTS, inMemoryKeyValueStore(ResultTopics.CHARTS));

        addForgetting(builder);
        KStream<String, HeardPlay> heard = builder.stream(Topics.PLAYS, Consumed.with(BYTES, BYTES))
                .process(HearingProcessor::new, HearingProcessor.STORE, WaitingPlaybacks.STORE);
        heard.mapValues(play -> Json.write(
                        CloudEvent.of(play.eventId(), SOURCE, HeardPlay.TYPE, play.listener(), play.startedAt(), play)))
                .to(Topics.HEARD, Produced.with(TEXT, BYTES));
        KStream<String, CountedPlay> counted = heard.mapValues(CountedPlay::of);
        counted.process(HistoryProcessor::new, HistoryProcessor.STORE)
                .to(ResultTopics.HISTORY, Produced.with(TEXT, JsonSerde.of(HistoryItem.class)));
        counted.selectKey((_, play) -> play.trackId().value())
                .repartition(Repartitioned.with(TEXT, COUNTED).withName(BY_TRACK))
                .process(() -> new CountingProcessor(changes), CountingProcessor.COUNTS, CountingProcessor.LISTENERS)
                .to(
                        (_, result, _) -> switch (result) {
                            case CountedTrack _ -> ResultTopics.TRACKS;
                            case PartialChart _ -> ResultTopics.CHARTS;
                        },
                        Produced.with(TEXT, JsonSerde.of(Result.class)));
        return builder.build();
    }

    /**
     * What is stored by listener lies in the partition of the account's own event; what is stored by track may lie in any, so
     * that all of them are told.
     */
    private static void addForgetting(StreamsBuilder builder) {
        KStream<String, String> gone = builder.stream(Topics.ACCOUNTS, Consumed.with(TEXT, BYTES))
                .flatMapValues(value -> Forgetting.account(value));
        gone.process(
                        ForgetListenerProcessor::new,
                        HearingProcessor.STORE,
                        WaitingPlaybacks.STORE,
                        HistoryProcessor.STORE)
                .to(ResultTopics.HISTORY, Produced.with(TEXT, JsonSerde.of(HistoryItem.class)));
        gone.repartition(Repartitioned.with(TEXT, TEXT)
                        .withName(FORGOTTEN)
                        .withStreamPartitioner(Forgetting::everyPartition))
                .process(ForgetPairsProcessor::new, CountingProcessor.LISTENERS, ForgetPairsProcessor.STORE);
    }

    private static void addStores(StreamsBuilder builder) {
        var _ = builder.addStateStore(keyValueStoreBuilder(
                persistentKeyValueStore(HearingProcessor.STORE), TEXT, JsonSerde.of(Hearing.class)));
        var _ = builder.addStateStore(
                keyValueStoreBuilder(persistentKeyValueStore(WaitingPlaybacks.STORE), TEXT, Serdes.Long()));
        var _ = builder.addStateStore(
                keyValueStoreBuilder(persistentKeyValueStore(HistoryProcessor.STORE), TEXT, Serdes.Long()));
        var _ = builder.addStateStore(keyValueStoreBuilder(
                persistentKeyValueStore(CountingProcessor.COUNTS), TEXT, JsonSerde.of(TrackCounts.class)));
        var _ = builder.addStateStore(
                keyValueStoreBuilder(persistentKeyValueStore(CountingProcessor.LISTENERS), TEXT, BYTES));
        var _ = builder.addStateStore(
                keyValueStoreBuilder(persistentKeyValueStore(ForgetPairsProcessor.STORE), TEXT, BYTES));
    }

    private static void addCatalogue(StreamsBuilder builder, CatalogueChanges changes) {
        var _ = builder.addGlobalStore(
                timestampedKeyValueStoreBuilder(persistentTimestampedKeyValueStore(Topics.CATALOGUE), TEXT, BYTES),
                Topics.CATALOGUE,
                Consumed.with(TEXT, BYTES),
                () -> new CatalogueProcessor(changes));
    }

    private static void readWhole(StreamsBuilder builder, String topic, KeyValueBytesStoreSupplier store) {
        var _ = builder.globalTable(
                topic,
                Consumed.with(TEXT, BYTES),
                Materialized.<String, byte[]>as(store).withKeySerde(TEXT).withValueSerde(BYTES));
    }
}
