package dev.legato.runtime.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.Topics;
import dev.legato.embedded.EmbeddedKafka;
import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class RelayVerticleIT {
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private Vertx vertx;
    private EmbeddedKafka kafka;
    private EmbeddedPostgres postgres;
    private KafkaSettings settings;
    private Pool pool;
    private EventPublisher publisher;

    @BeforeEach
    void open() throws Exception {
        vertx = Vertx.vertx();
        kafka = EmbeddedKafka.temporary();
        postgres = EmbeddedPostgres.temporary();
        settings = new KafkaSettings(kafka.bootstrapServers(), Map.of());
        pool = Postgres.open(vertx, new PostgresSettings(postgres.uri(), 4), "relay")
                .await(60, TimeUnit.SECONDS);
        publisher = EventPublisher.create(vertx, settings, "tests");
    }

    @AfterEach
    void close() throws Exception {
        publisher.close().await(20, TimeUnit.SECONDS);
        pool.close().await(20, TimeUnit.SECONDS);
        vertx.close().await(20, TimeUnit.SECONDS);
        postgres.close();
        kafka.close();
    }

    @Test
    void start_stepsThatFail_areTriedAgainBeforeAnythingIsSent() throws Exception {
        add("waiting");
        deploy(relay(new RelayVerticle.Start() {
            @Override
            public void setUpTopics() {
                steps.add("topics");
                if (steps.size() == 1) {
                    throw new IllegalStateException("Kafka is not there");
                }
                TopicSetup.ensure(settings);
            }

            @Override
            public void announce() {
                steps.add("announce, %d in the outbox".formatted(waiting()));
                if (steps.size() == 3) {
                    throw new IllegalStateException("PostgreSQL is not there");
                }
                add("announced");
            }
        }));
        awaitEmptyOutbox();
        assertEquals(List.of("topics", "topics", "announce, 1 in the outbox", "announce, 1 in the outbox"), steps);
        assertEquals(List.of("waiting", "announced"), sent());
    }

    @Test
    void relay_twoInstances_sendEachEventOnceAndInOrder() throws Exception {
        List<String> names = IntStream.range(0, 450).mapToObj(i -> "e" + i).toList();
        for (String name : names) {
            add(name);
        }
        TopicSetup.ensure(settings);
        deploy(relay(() -> {}));
        deploy(relay(() -> {}));
        awaitEmptyOutbox();
        assertEquals(names, sent());
    }

    @Test
    void undeploy_runningRelay_sendsNoMore() throws Exception {
        TopicSetup.ensure(settings);
        RelayVerticle relay = relay(() -> {});
        String id = deploy(relay);
        add("before");
        relay.wake();
        awaitEmptyOutbox();
        vertx.undeploy(id).await(20, TimeUnit.SECONDS);
        add("after");
        relay.wake();
        // Another relay sends it: had the first one done so too, the topic would hold it twice.
        deploy(relay(() -> {}));
        awaitEmptyOutbox();
        assertEquals(List.of("before", "after"), sent());
    }

    private RelayVerticle relay(RelayVerticle.Start start) {
        return new RelayVerticle(pool, publisher, "relay", new SimpleMeterRegistry(), start);
    }

    private String deploy(RelayVerticle relay) throws Exception {
        return vertx.deployVerticle(relay, ServiceDeployment.virtualThreads()).await(20, TimeUnit.SECONDS);
    }

    private void add(String name) {
        pool.withTransaction(transaction -> Outbox.add(
                        transaction,
                        Topics.LIBRARY,
                        "key",
                        CloudEvent.of(name, "/tests", "test", null, Instant.EPOCH, Map.of())))
                .await();
    }

    private long waiting() {
        return pool.query("SELECT count(*) FROM outbox")
                .execute()
                .await()
                .iterator()
                .next()
                .getLong(0);
    }

    private void awaitEmptyOutbox() throws Exception {
        while (waiting() > 0) {
            var _ = vertx.timer(20, TimeUnit.MILLISECONDS).await(5, TimeUnit.SECONDS);
        }
    }

    /** The ids of the events in the topic, in their order. */
    private List<String> sent() {
        List<String> ids = new ArrayList<>();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                new HashMap<>(settings.properties()), new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.LIBRARY).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(record -> ids.add(new JsonObject(Buffer.buffer(record.value())).getString("id")));
            }
        }
        return ids;
    }
}
