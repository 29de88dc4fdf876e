package dev.legato.analytics;

import dev.legato.contracts.Topics;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.Future;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.TopicConfig;
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
    static final String APPLICATION = "legato-analytics";
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(10);
    private static final int SESSION_TIMEOUT_MS = 20_000;

    private final AnalyticsSettings settings;
    private final BadRecords badRecords;
    private final InstanceName name;
    private @Nullable StoreMemory memory;
    private volatile @Nullable KafkaStreams streams;
    private volatile Remedy remedy = Remedy.NEW_THREAD;
    private volatile boolean failedToStart;
    private boolean closed;

    PlayStreams(AnalyticsSettings settings, DeadLetters deadLetters) {
        this.settings = settings;
        this.badRecords = new BadRecords(deadLetters);
        this.name = new InstanceName(settings.stateDir());
    }

    /** Starts it; its topics must exist. Blocks until the results are read. */
    synchronized void start() {
        if (closed) {
            return;
        }
        freeMemory();
        StoreMemory starts = new StoreMemory(settings.storeBytes());
        memory = starts;
        try {
            KafkaStreams starting = new KafkaStreams(PlaysTopology.build(), new StreamsConfig(properties(starts)));
            starting.setUncaughtExceptionHandler(this::answer);
            streams = starting;
            starting.start();
        } catch (RuntimeException e) {
            failedToStart = true;
            remedy = Remedy.of(e);
            throw e;
        }
    }

    /** Stops it and starts it again, after what the last failure asks for. */
    synchronized void restart() {
        if (closed || !stop()) {
            return;
        }
        switch (remedy) {
            case NEW_THREAD -> {}
            case NEW_NAME -> {
                LOG.warn("another instance has this one's name, {}; it takes a new one", name.get());
                var _ = name.renew();
                forgetProcess();
            }
            case NEW_STORES -> {
                LOG.warn("the stores in {} cannot be used and are restored from Kafka", settings.stateDir());
                KafkaStreams stopped = streams;
                if (stopped != null) {
                    stopped.cleanUp();
                }
            }
        }
        remedy = Remedy.NEW_THREAD;
        failedToStart = false;
        start();
    }

    /** Whether it says that it counts. */
    boolean isRunning() {
        KafkaStreams current = streams;
        return current != null && current.state() == KafkaStreams.State.RUNNING;
    }

    /** The partitions that this instance reads in turn with others; none while it does not run. */
    Set<TopicPartition> partitions() {
        KafkaStreams current = streams;
        if (current == null || current.state() != KafkaStreams.State.RUNNING) {
            return Set.of();
        }
        return current.metadataForLocalThreads().stream()
                .flatMap(thread -> thread.activeTasks().stream())
                .flatMap(task -> task.topicPartitions().stream())
                .collect(Collectors.toSet());
    }

    /** Whether it was started and will not do anything any more. */
    boolean hasEnded() {
        KafkaStreams current = streams;
        return failedToStart || (current != null && current.state().hasCompletedShutdown());
    }

    /** Succeeds if it says that it counts and that its answers are current. */
    Future<Void> check() {
        KafkaStreams current = streams;
        if (failedToStart) {
            return Future.failedFuture("counting could not be started and is tried again; the log says why");
        }
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
        var _ = stop();
    }

    /** Whether nothing of it runs any more. */
    private boolean stop() {
        KafkaStreams current = streams;
        if (current != null && !current.close(CLOSE_WITHIN)) {
            LOG.warn("Kafka Streams did not stop within {} s", CLOSE_WITHIN.toSeconds());
            return false;
        }
        freeMemory();
        return true;
    }

    /** Only when nothing uses it any more: it is native memory. */
    private void freeMemory() {
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }

    private StreamThreadExceptionResponse answer(Throwable failure) {
        Remedy helps = Remedy.of(failure);
        LOG.error("counting plays failed and begins again where it was ({})", helps, failure);
        if (helps == Remedy.NEW_THREAD) {
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        remedy = helps;
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** A copied folder holds the other's process id as well, by which Kafka Streams would take both for one. */
    private void forgetProcess() {
        try {
            var _ = Files.deleteIfExists(
                    settings.stateDir().resolve(APPLICATION).resolve("kafka-streams-process-metadata"));
        } catch (IOException e) {
            throw new UncheckedIOException("analytics.stateDir: " + settings.stateDir() + " cannot be used", e);
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
        // Bounds how long the stores' own topics keep what was deleted from the stores.
        properties.put(
                StreamsConfig.topicPrefix(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG),
                Topics.MAX_COMPACTION_LAG.toMillis());
        properties.putAll(badRecords.properties());
        // A member known by name takes its place again at once after a crash, instead of after the dead one's session.
        properties.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, name.get());
        properties.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        return properties;
    }
}
