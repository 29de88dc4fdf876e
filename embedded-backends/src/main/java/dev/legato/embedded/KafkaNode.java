package dev.legato.embedded;

import java.util.concurrent.CompletableFuture;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server$;
import kafka.server.SharedServer;
import kafka.server.StandardFaultHandlerFactory;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.KRaftMetadataCache;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A Kafka node that is broker and controller, put together as Kafka's own {@link KafkaRaftServer} does it, with one
 * difference: its broker looks partitions up in a {@link LeaderlessAwareMetadataCache}.
 */
final class KafkaNode {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaNode.class);

    private final ControllerServer controller;
    private final BrokerServer broker;

    /** Reads the folder, but starts nothing. */
    KafkaNode(KafkaConfig configuration) {
        var folders = KafkaRaftServer.initializeLogDirs(configuration, LOG, "");
        SharedServer shared = new SharedServer(
                configuration,
                folders._1(),
                Time.SYSTEM,
                Server$.MODULE$.initializeMetrics(
                        configuration, Time.SYSTEM, folders._1().clusterId().orElseThrow()),
                CompletableFuture.completedFuture(QuorumConfig.parseVoterConnections(
                        configuration.quorumConfig().voters())),
                QuorumConfig.parseBootstrapServers(configuration.quorumConfig().bootstrapServers()),
                new StandardFaultHandlerFactory(),
                ServerSocketFactory.INSTANCE);
        controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), folders._2());
        broker = new Broker(shared);
    }

    /** Starts the controller, which the broker needs, and then the broker; returns when both serve. */
    void start() {
        controller.startup();
        broker.startup();
    }

    /** Stops the broker while its controller is still there to see it off, then the controller. */
    void stop() {
        broker.shutdown();
        controller.shutdown();
        broker.awaitShutdown();
        controller.awaitShutdown();
    }

    private static final class Broker extends BrokerServer {
        Broker(SharedServer shared) {
            super(shared);
        }

        /** Replaces the cache that {@link BrokerServer#startup} has just made and not yet given to anybody. */
        @Override
        public void metadataCache_$eq(KRaftMetadataCache cache) {
            super.metadataCache_$eq(new LeaderlessAwareMetadataCache(
                    config().nodeId(),
                    () -> sharedServer().raftManager().client().kraftVersion()));
        }
    }
}
