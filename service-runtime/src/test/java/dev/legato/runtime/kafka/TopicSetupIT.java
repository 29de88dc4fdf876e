package dev.legato.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.Topics;
import dev.legato.contracts.Topics.Topic;
import dev.legato.embedded.EmbeddedKafka;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.ConfigResource.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
final class TopicSetupIT {
    private static final ConfigResource SMALL = new ConfigResource(Type.TOPIC, Topics.dead(Topics.PLAYS));
    private static final ConfigResource LARGE = new ConfigResource(Type.TOPIC, Topics.dead(Topics.CATALOGUE));
    private static final String RECORD_BYTES = "max.message.bytes";
    private static final ConfigResource COMPACTED = new ConfigResource(Type.TOPIC, Topics.CATALOGUE);
    private static final String COMPACTION_LAG = "max.compaction.lag.ms";
    private static final String RETENTION_MS = "retention.ms";

    @Test
    void ensure_topicsThatExist_raisesRecordsAndLowersTheCompactionLag_andChangesNothingElse() throws Exception {
        try (EmbeddedKafka kafka = EmbeddedKafka.temporary();
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            kafka.createTopics(List.of(
                    new EmbeddedKafka.Topic(SMALL.name(), 1, Map.of(RECORD_BYTES, "1000", RETENTION_MS, "86400000")),
                    new EmbeddedKafka.Topic(COMPACTED.name(), 1, Map.of("cleanup.policy", "compact")),
                    new EmbeddedKafka.Topic(LARGE.name(), 1, Map.of(RECORD_BYTES, "9000000"))));
            TopicSetup.ensure(new KafkaSettings(kafka.bootstrapServers(), Map.of()));
            awaitChange(admin, SMALL, RECORD_BYTES, "1000");
            assertEquals(Integer.toString(Topic.MAX_DEAD_LETTER_BYTES), value(admin, SMALL, RECORD_BYTES));
            awaitChange(admin, COMPACTED, COMPACTION_LAG, Long.toString(Long.MAX_VALUE));
            assertEquals(Long.toString(Topics.MAX_COMPACTION_LAG.toMillis()), value(admin, COMPACTED, COMPACTION_LAG));
            assertEquals("86400000", value(admin, SMALL, RETENTION_MS));
            // It is looked at before the other, so a change of it would show by now.
            assertEquals("9000000", value(admin, LARGE, RECORD_BYTES));
        }
    }

    /** A broker shows a change a little later than the controller confirms it; the test's time limit bounds the wait. */
    private static void awaitChange(Admin admin, ConfigResource topic, String name, String before) throws Exception {
        while (value(admin, topic, name).equals(before)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
    }

    private static String value(Admin admin, ConfigResource topic, String name) throws Exception {
        Map<ConfigResource, Config> configs =
                admin.describeConfigs(List.of(topic)).all().get(10, TimeUnit.SECONDS);
        return configs.get(topic).get(name).value();
    }
}
