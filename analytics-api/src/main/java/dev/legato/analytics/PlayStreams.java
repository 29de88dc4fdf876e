package dev.legato.analytics;

import dev.legato.runtime.http.Problem;
import dev.legato.runtime.kafka.DeadLetters;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Kafka Streams as it runs {@link PlaysTopology}: exactly once, in this instance's own folder. */
final class PlayStreams {
    private static final Logger LOG = LoggerFactory.getLogger(PlayStreams.class);
    private static final String APPLICATION = "legato-analytics";
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
    private static final int SESSION_TIMEOUT_MS = 20_000;

    private final AnalyticsSettings settings;
    private final BadRecords badRecords;
    private @Nullable StoreMemory memory;
    private volatile @Nullable KafkaStreams streams;
    private boolean closed;

    PlayStreams(AnalyticsSettings settings, DeadLetters deadLetters) {
        this.settings = settings;
        badRecords = new BadRecords(deadLetters);
    }

    /** Starts it; its topics must exist. Blocks until the results are read. */
    synchronized void start() {
        if (closed) {
            return;
        }
        memory = new StoreMemory(settings.storeBytes());
        KafkaStreams starting = new KafkaStreams(PlaysTopology.build(), new StreamsConfig(properties(memory)));
        starting.setUncaughtExceptionHandler(failure -> {
            LOG.error("counting plays failed and begins again where it was", failure);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        });
        streams = starting;
        starting.start();
    }

    /** Succeeds if it counts and its answers are current. */
    Future<Void> check() {
        KafkaStreams current = streams;
        if (current == null) {
            return Future.failedFuture("waiting for Kafka");
        }
        KafkaStreams.State state = current.state();
        return state == KafkaStreams.State.RUNNING
                ? Future.succeededFuture()
                : Future.failedFuture("Kafka Streams is " + state);
    }

    /** A store this instance has whole. Ends the request with 503 while there is none yet. */
    ReadOnlyKeyValueStore<String, byte[]> whole(String topic) {
        KafkaStreams current = streams;
        if (current != null) {
            try {
                return current.store(StoreQueryParameters.fromNameAndType(topic, QueryableStoreTypes.keyValueStore()));
            } catch (InvalidStateStoreException | IllegalStateException e) {
                LOG.debug("{} is not to be read", topic, e);
            }
        }
        throw Problem.unavailable("The figures are still being read; try again soon.");
    }

    synchronized void close() {
        closed = true;
        KafkaStreams current = streams;
        if (current != null && !current.close(CLOSE_WITHIN)) {
            LOG.warn("Kafka Streams did not stop within {} s", CLOSE_WITHIN.toSeconds());
        } else if (memory != null) {
            // Only when nothing uses it any more: it is native memory.
            memory.close();
        }
    }

    private Map<String, Object> properties(StoreMemory storeMemory) {
        Map<String, Object> properties = new HashMap<>(settings.kafka().properties());
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, -1);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, settings.stateDir().toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, settings.threads());
        properties.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, StoreOptions.class);
        properties.put(StoreMemory.CONFIG, storeMemory);
        properties.putAll(badRecords.properties());
        // A member known by name takes its place again at once after a crash, instead of after the dead one's session.
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instanceId(settings.stateDir()));
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        return properties;
    }

    /** This instance's name: made once, kept beside its state, which no two instances can share. */
    private static String instanceId(Path stateDir) {
        try {
            Path file = Files.createDirectories(stateDir).resolve("instance");
            if (!Files.exists(file)) {
                Path partial = Files.writeString(
                        stateDir.resolve("instance.partial"), UUID.randomUUID().toString());
                var _ = Files.move(partial, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("analytics.stateDir: " + stateDir + " cannot be used", e);
        }
    }
}
