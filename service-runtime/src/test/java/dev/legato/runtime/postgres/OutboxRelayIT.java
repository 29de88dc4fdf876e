package dev.legato.runtime.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.Topics;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class OutboxRelayIT {
    /** More than a broker takes, and not to be compressed. */
    private static final int TOO_LARGE = 2 << 20;

    @Test
    void relay_eventThatKafkaRefuses_isSetAside_andThoseBehindItAreSent() throws Exception {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Vertx vertx = Vertx.vertx();
        try {
            KafkaSettings settings = new KafkaSettings(SharedBackends.kafka(), Map.of());
            TopicSetup.ensure(settings);
            Pool pool = Postgres.open(vertx, new PostgresSettings(SharedBackends.postgres(), 4), "relay")
                    .await(60, TimeUnit.SECONDS);
            EventPublisher publisher = EventPublisher.create(vertx, settings, "tests");
            for (String name : List.of("small", noise(), "last")) {
                pool.withTransaction(transaction -> Outbox.add(
                                transaction,
                                Topics.LIBRARY,
                                "key",
                                CloudEvent.of("1", "/tests", "test", null, Instant.EPOCH, Map.of("name", name))))
                        .await(20, TimeUnit.SECONDS);
            }
            OutboxRelay relay = new OutboxRelay(vertx, pool, publisher, "relay", meters);
            relay.start();
            while (count(pool, "SELECT count(*) FROM outbox") != 1) {
                var _ = vertx.timer(50, TimeUnit.MILLISECONDS).await(5, TimeUnit.SECONDS);
            }
            relay.stop();
            assertEquals(
                    1,
                    count(pool, "SELECT count(*) FROM outbox WHERE refused IS NOT NULL AND length(event) > 1000000"));
            assertEquals(1, meters.get("legato.outbox.refused").counter().count());
            assertTrue(pool.query("SELECT refused FROM outbox")
                    .execute()
                    .await(20, TimeUnit.SECONDS)
                    .iterator()
                    .next()
                    .getString(0)
                    .contains("larger"));
            publisher.close().await(20, TimeUnit.SECONDS);
            pool.close().await(20, TimeUnit.SECONDS);
        } finally {
            vertx.close().await(20, TimeUnit.SECONDS);
        }
    }

    private static long count(Pool pool, String sql) throws Exception {
        return pool.query(sql)
                .execute()
                .await(20, TimeUnit.SECONDS)
                .iterator()
                .next()
                .getLong(0);
    }

    private static String noise() {
        StringBuilder text = new StringBuilder(TOO_LARGE);
        RandomGenerator.getDefault()
                .ints(TOO_LARGE, ' ' + 16, '~')
                .map(c -> c == 92 ? 'x' : c)
                .forEach(c -> text.append((char) c));
        return text.toString();
    }
}
