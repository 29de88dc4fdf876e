package dev.legato.analytics;

import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.runtime.settings.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** {@link PlayStreams} on an embedded Kafka, without the service around it. */
final class TestStreams {
    private TestStreams() {}

    /** Makes the topics, and what counts in {@code stateDir}; does not start it. */
    static PlayStreams create(String kafka, Path stateDir) {
        TopicSetup.ensure(settings(kafka));
        TopicSetup.ensureCompacted(settings(kafka), ResultTopics.ALL);
        AnalyticsSettings settings = AnalyticsSettings.from(
                Settings.of(Map.of("kafka.bootstrap", kafka, "analytics.stateDir", stateDir.toString())));
        return new PlayStreams(
                settings, new DeadLetters(BadRecords.CONSUMER, new SimpleMeterRegistry(), Clock.systemUTC()));
    }

    static KafkaSettings settings(String kafka) {
        return new KafkaSettings(kafka, Map.of());
    }

    static KafkaProducer<String, byte[]> producer(String kafka) {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new ByteArraySerializer());
    }
}
