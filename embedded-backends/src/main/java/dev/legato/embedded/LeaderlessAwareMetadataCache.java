package dev.legato.embedded;

import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.network.ListenerName;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.server.common.KRaftVersion;

/**
 * Kafka's metadata cache without the fault of KAFKA-20734 (4.2.0 to at least 4.4.0).
 *
 * <p>Asked for the leader of a partition that exists but has none at the moment, Kafka's own cache answers as if the
 * partition did not exist. The transaction coordinator concludes that the topic was deleted, writes no marker there and
 * records the transaction as complete. The transaction then stays open in that partition for ever, and whoever reads
 * committed records or offsets waits for ever. On a single node every partition is without a leader each time the broker
 * registers anew, so a kill between "prepare commit" and "complete commit" is enough.
 */
final class LeaderlessAwareMetadataCache extends KRaftMetadataCache {
    LeaderlessAwareMetadataCache(int nodeId, Supplier<KRaftVersion> version) {
        super(nodeId, version);
    }

    /**
     * Returns the leader's endpoint, {@link Node#noNode()} if the partition has no leader that can be reached, and
     * empty only if there is no such partition.
     */
    @Override
    public Optional<Node> getPartitionLeaderEndpoint(String topic, int partition, ListenerName listener) {
        Optional<Node> endpoint = super.getPartitionLeaderEndpoint(topic, partition, listener);
        if (endpoint.isPresent()) {
            return endpoint;
        }
        return getLeaderAndIsr(topic, partition).map(_ -> Node.noNode());
    }
}
