package dev.legato.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.metadata.PartitionRecord;
import org.apache.kafka.common.metadata.TopicRecord;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.image.MetadataDelta;
import org.apache.kafka.image.MetadataImage;
import org.apache.kafka.image.MetadataProvenance;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.common.KRaftVersion;
import org.junit.jupiter.api.Test;

final class LeaderlessAwareMetadataCacheTest {
    private static final ListenerName LISTENER = new ListenerName("PLAINTEXT");

    private final KRaftMetadataCache cache = new LeaderlessAwareMetadataCache(1, () -> KRaftVersion.KRAFT_VERSION_0);

    @Test
    void leaderEndpoint_partitionWithoutLeader_isNoNode() {
        cache.setImage(imageWithPartitionWithoutLeader());
        assertEquals(Optional.of(Node.noNode()), cache.getPartitionLeaderEndpoint("plays", 0, LISTENER));
    }

    @Test
    void leaderEndpoint_noSuchPartition_isEmpty() {
        cache.setImage(imageWithPartitionWithoutLeader());
        assertEquals(Optional.empty(), cache.getPartitionLeaderEndpoint("plays", 1, LISTENER));
        assertEquals(Optional.empty(), cache.getPartitionLeaderEndpoint("deleted", 0, LISTENER));
    }

    /** Once this fails, Kafka has mended it, and our cache and {@link KafkaNode} may go. */
    @Test
    void leaderEndpoint_kafkasOwnCache_stillTakesAPartitionWithoutLeaderForDeleted() {
        KRaftMetadataCache kafkas = new KRaftMetadataCache(1, () -> KRaftVersion.KRAFT_VERSION_0);
        kafkas.setImage(imageWithPartitionWithoutLeader());
        assertEquals(Optional.empty(), kafkas.getPartitionLeaderEndpoint("plays", 0, LISTENER));
    }

    private static MetadataImage imageWithPartitionWithoutLeader() {
        Uuid topic = Uuid.randomUuid();
        MetadataDelta delta =
                new MetadataDelta.Builder().setImage(MetadataImage.EMPTY).build();
        delta.replay(new TopicRecord().setName("plays").setTopicId(topic));
        delta.replay(new PartitionRecord()
                .setTopicId(topic)
                .setPartitionId(0)
                .setReplicas(List.of(1))
                .setIsr(List.of(1))
                .setDirectories(List.of(Uuid.randomUuid()))
                .setLeader(-1)
                .setLeaderEpoch(7)
                .setPartitionEpoch(7));
        return delta.apply(MetadataProvenance.EMPTY);
    }
}
