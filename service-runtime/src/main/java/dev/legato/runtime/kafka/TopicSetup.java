package dev.legato.runtime.kafka;

import dev.legato.contracts.Topics;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure that Legato's topics exist, with the broker's own defaults for partitions and replicas. */
public final class TopicSetup {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);
    private static final int WAIT_SECONDS = 30;
    private static final int TRY_AGAIN_SECONDS = 2;
    private static final Duration CLOSE = Duration.ofSeconds(1);
    private static final Map<String, String> COMPACTED =
            Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);

    private TopicSetup() {}

    /**
     * Creates the topics that are missing and leaves the others as they are. Blocks for at most half a minute.
     *
     * @throws IllegalStateException if Kafka does not answer or refuses
     */
    public static void ensure(KafkaSettings settings) {
        create(
                settings,
                List.of(
                        topic(Topics.PLAYS, Map.of()),
                        topic(Topics.DELIVERIES, Map.of()),
                        topic(Topics.LIBRARY, Map.of()),
                        topic(Topics.CATALOGUE, COMPACTED)));
    }

    /**
     * The same for compacted topics that only one service knows.
     *
     * @throws IllegalStateException if Kafka does not answer or refuses
     */
    public static void ensureCompacted(KafkaSettings settings, Set<String> names) {
        create(settings, names.stream().map(name -> topic(name, COMPACTED)).toList());
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

    private static void create(KafkaSettings settings, List<NewTopic> topics) {
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        Admin admin = Admin.create(properties);
        try {
            for (var topic : admin.createTopics(topics).values().values()) {
                try {
                    topic.get(WAIT_SECONDS, TimeUnit.SECONDS);
                } catch (ExecutionException e) {
                    if (!(e.getCause() instanceof TopicExistsException)) {
                        throw new IllegalStateException("Kafka refused a topic: " + e.getCause(), e);
                    }
                }
            }
        } catch (TimeoutException e) {
            throw new IllegalStateException("Kafka at %s does not answer".formatted(settings.bootstrap()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        } finally {
            // Without a bound it would wait for calls under way, a minute when nobody answers.
            admin.close(CLOSE);
        }
    }

    private static NewTopic topic(String name, Map<String, String> configuration) {
        return new NewTopic(name, Optional.empty(), Optional.empty()).configs(new HashMap<>(configuration));
    }
}
