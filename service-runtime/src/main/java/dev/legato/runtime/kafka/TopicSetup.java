package dev.legato.runtime.kafka;

import dev.legato.contracts.Topics;
import dev.legato.contracts.Topics.Topic;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that Legato's topics exist, as {@link Topics#ALL} declares them. */
public final class TopicSetup {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final int WAIT_SECONDS = 30;
    private static final int TRY_AGAIN_SECONDS = 2;
    private static final int LEADER_POLL_MS = 50;
    private static final Duration CLOSE = Duration.ofSeconds(1);

    private TopicSetup() {}

    /**
     * Creates the topics that are missing. Of the others it raises the largest record, if that is too small, lowers the
     * compaction lag, if that is too large, and leaves the rest as it is. Returns when every partition has a leader. Blocks
     * for at most half a minute per answer.
     *
     * @throws IllegalStateException if Kafka does not answer or refuses
     */
    public static void ensure(KafkaSettings settings) {
        create(settings, Topics.ALL);
    }

    /**
     * The same for compacted topics that only one service knows.
     *
     * @throws IllegalStateException if Kafka does not answer or refuses
     */
    public static void ensureCompacted(KafkaSettings settings, Set<String> names) {
        create(settings, names.stream().map(Topic::compacted).toList());
    }

    /**
     * Runs a set-up off the event loop, and again every {@value #TRY_AGAIN_SECONDS} s until it goes through, so that a
     * service can come up before Kafka does. Within a verticle, undeploying ends it.
     */
    public static Future<Void> eventually(Vertx vertx, Runnable setup) {
        return vertx.<Void>executeBlocking(
                        () -> {
                            setup.run();
                            return null;
                        },
                        false)
                .recover(failure -> {
                    LOG.warn("topics are not set up yet: {}", String.valueOf(failure.getMessage()));
                    return vertx.timer(TRY_AGAIN_SECONDS, TimeUnit.SECONDS).compose(_ -> eventually(vertx, setup));
                });
    }

    /**
     * Whether a topic has never had a record. Blocks for at most half a minute.
     *
     * @throws IllegalStateException if Kafka does not answer or refuses
     */
    public static boolean isNew(KafkaSettings settings, String topic) {
        return with(settings, admin -> {
            Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
            for (var described :
                    answer(admin.describeTopics(List.of(topic)).allTopicNames()).values()) {
                for (var partition : described.partitions()) {
                    ends.put(new TopicPartition(topic, partition.partition()), OffsetSpec.latest());
                }
            }
            return answer(admin.listOffsets(ends).all()).values().stream().allMatch(end -> end.offset() == 0);
        });
    }

    /**
     * The id that Kafka gave a topic when it was created, which no other topic has, not even a later one of the same name.
     * Blocks for at most half a minute.
     *
     * @throws IllegalStateException if Kafka does not answer or refuses
     */
    public static String id(KafkaSettings settings, String topic) {
        return with(settings, admin -> Objects.requireNonNull(
                        answer(admin.describeTopics(List.of(topic)).allTopicNames())
                                .get(topic))
                .topicId()
                .toString());
    }

    private static void create(KafkaSettings settings, List<Topic> topics) {
        var _ = with(settings, admin -> {
            List<NewTopic> missing = topics.stream().map(TopicSetup::newTopic).toList();
            Map<String, KafkaFuture<Void>> created = admin.createTopics(missing).values();
            List<Topic> older = new ArrayList<>();
            for (Topic topic : topics) {
                try {
                    var _ = answer(Objects.requireNonNull(created.get(topic.name())));
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw e;
                    }
                    older.add(topic);
                }
            }
            // Another service may have made those just now.
            awaitLeaders(admin, topics.stream().map(Topic::name).toList());
            for (Topic topic : older) {
                adjust(admin, topic);
            }
            return true;
        });
    }

    /** Brokers learn of a topic a little after the controller has made it; until then they deny that it exists. */
    private static void awaitLeaders(Admin admin, List<String> names)
            throws ExecutionException, InterruptedException, TimeoutException {
        CountDownLatch pause = new CountDownLatch(1);
        long begin = System.nanoTime();
        while (!haveLeaders(admin, names)) {
            if (System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(WAIT_SECONDS)) {
                throw new TimeoutException();
            }
            var _ = pause.await(LEADER_POLL_MS, TimeUnit.MILLISECONDS);
        }
    }

    private static boolean haveLeaders(Admin admin, List<String> names)
            throws ExecutionException, InterruptedException, TimeoutException {
        try {
            return answer(admin.describeTopics(names).allTopicNames()).values().stream()
                    .flatMap(topic -> topic.partitions().stream())
                    .allMatch(partition -> partition.leader() != null);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return false;
            }
            throw e;
        }
    }

    /**
     * A topic that a broker made by itself, or an older version, may take smaller records than are sent to it, and keep what
     * was deleted for longer.
     */
    private static void adjust(Admin admin, Topic topic)
            throws ExecutionException, InterruptedException, TimeoutException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        Config now = answer(admin.describeConfigs(List.of(resource)).all()).get(resource);
        List<AlterConfigOp> changes = new ArrayList<>();
        if (topic.maxRecordBytes() > number(now, TopicConfig.MAX_MESSAGE_BYTES_CONFIG, 0)) {
            changes.add(set(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, topic.maxRecordBytes()));
        }
        long lag = Topics.MAX_COMPACTION_LAG.toMillis();
        if (topic.isCompacted() && number(now, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.MAX_VALUE) > lag) {
            changes.add(set(TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, lag));
        }
        if (!changes.isEmpty()) {
            var _ = answer(
                    admin.incrementalAlterConfigs(Map.of(resource, changes)).all());
        }
    }

    private static long number(@Nullable Config config, String name, long absent) {
        ConfigEntry entry = config == null ? null : config.get(name);
        return entry == null ? absent : Long.parseLong(entry.value());
    }

    private static AlterConfigOp set(String name, long value) {
        return new AlterConfigOp(new ConfigEntry(name, Long.toString(value)), AlterConfigOp.OpType.SET);
    }

    @FunctionalInterface
    private interface Asking<T> {
        T ask(Admin admin) throws ExecutionException, InterruptedException, TimeoutException;
    }

    private static <T> T answer(KafkaFuture<T> future)
            throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(WAIT_SECONDS, TimeUnit.SECONDS);
    }

    private static <T> T with(KafkaSettings settings, Asking<T> asking) {
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        Admin admin = Admin.create(properties);
        try {
            return asking.ask(admin);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka refused: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka at %s does not answer".formatted(settings.bootstrap()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while Kafka was asked", e);
        } finally {
            // Without a bound it would wait for calls under way, a minute when no broker answers.
            admin.close(CLOSE);
        }
    }

    private static NewTopic newTopic(Topic topic) {
        Map<String, String> configuration = new HashMap<>();
        if (topic.isCompacted()) {
            configuration.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
            configuration.put(
                    TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG, Long.toString(Topics.MAX_COMPACTION_LAG.toMillis()));
        } else {
            configuration.put(
                    TopicConfig.RETENTION_MS_CONFIG,
                    Long.toString(topic.retention().toMillis()));
        }
        if (topic.maxRecordBytes() > 0) {
            configuration.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(topic.maxRecordBytes()));
        }
        Optional<Integer> partitions = topic.partitions() == 0 ? Optional.empty() : Optional.of(topic.partitions());
        return new NewTopic(topic.name(), partitions, Optional.empty()).configs(configuration);
    }
}
