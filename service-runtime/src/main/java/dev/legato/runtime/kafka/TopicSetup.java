package dev.legato.runtime.kafka;

import dev.legato.contracts.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;

/** Makes sure that Legato's topics exist, with the broker's own defaults for partitions and replicas. */
public final class TopicSetup {
    private static final int WAIT_SECONDS = 30;

    private TopicSetup() {}

    /**
     * Creates the topics that are missing and leaves the others as they are. Blocks for at most half a minute.
     *
     * @throws IllegalStateException if Kafka does not answer or refuses
     */
    public static void ensure(KafkaSettings settings) {
        Properties properties = new Properties();
        properties.putAll(settings.properties());
        try (Admin admin = Admin.create(properties)) {
            var created = admin.createTopics(List.of(
                            topic(Topics.PLAYS, Map.of()),
                            topic(Topics.DELIVERIES, Map.of()),
                            topic(Topics.LIBRARY, Map.of()),
                            topic(
                                    Topics.CATALOGUE,
                                    Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT))))
                    .values();
            for (var topic : created.values()) {
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
        }
    }

    private static NewTopic topic(String name, Map<String, String> configuration) {
        return new NewTopic(name, Optional.empty(), Optional.empty()).configs(new HashMap<>(configuration));
    }
}
