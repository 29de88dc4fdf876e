package dev.legato.recommend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.HeardPlay;
import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.kafka.ConsumerVerticle;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.EventConsumer;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class LearningVerticleIT {
    private static final Instant NOW = Instant.parse("2026-11-22T08:30:00Z");
    private static final TrackId TRACK = new TrackId("3rv5c0mktq8w1zd94xgn7hfj2p");

    /** A consumer of an address whose name is unknown cannot even be made. */
    private static final String UNKNOWN = "kafka.invalid:9092";

    private final String kafka = SharedBackends.kafka();
    private final KafkaSettings settings = new KafkaSettings(kafka, Map.of());
    private final Vertx vertx = Vertx.vertx();
    private final BlockingQueue<Lesson> learnt = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> addresses = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void start_consumerCannotBeMadeAtFirst_isTriedAgain_andLearns() throws Exception {
        addresses.add(UNKNOWN);
        addresses.add(UNKNOWN);
        addresses.add(kafka);
        TopicSetup.ensure(settings);
        hear("alice");
        String id = deploy();
        assertEquals(new Listen("alice", TRACK.value(), NOW), learnt.poll(60, TimeUnit.SECONDS));
        assertTrue(addresses.isEmpty());
        vertx.undeploy(id).await(20, TimeUnit.SECONDS);
    }

    private String deploy() throws Exception {
        Supplier<EventConsumer<Lesson>> consumers = () -> EventConsumer.create(
                vertx,
                new KafkaSettings(addresses.remove(), Map.of()),
                "tests",
                Lessons.READERS,
                learnt::addAll,
                new DeadLetters("tests", new SimpleMeterRegistry(), Clock.systemUTC()));
        return vertx.deployVerticle(
                        new ConsumerVerticle<>(settings, consumers),
                        new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .await(20, TimeUnit.SECONDS);
    }

    private void hear(String listener) throws Exception {
        HeardPlay play = new HeardPlay(listener, TRACK, "s1", NOW, 30_000);
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new ByteArraySerializer())) {
            var _ = producer.send(new ProducerRecord<>(
                            Topics.HEARD,
                            listener,
                            Json.write(CloudEvent.of(
                                    play.eventId(), "/analytics-api", HeardPlay.TYPE, listener, NOW, play))))
                    .get(10, TimeUnit.SECONDS);
        }
    }
}
