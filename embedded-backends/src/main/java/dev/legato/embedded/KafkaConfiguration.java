package dev.legato.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a Kafka node that is broker and controller in one, small enough to live beside everything else.
 *
 * <p>An acknowledged record is in the page cache, so it survives the death of this JVM by whatever signal. With one
 * replica and no sync per write, a power failure may cost the last seconds; a deployment that minds runs three brokers.
 *
 * @param logFolder where the log lives
 * @param tls a second listener, for clients with certificates; null for none
 */
record KafkaConfiguration(
        Path logFolder,
        int brokerPort,
        int controllerPort,
        @Nullable Tls tls) {
    static final int NODE_ID = 1;
    static final String CONTROLLER_LISTENER = "CONTROLLER";

    private static final int MEBIBYTE = 1 << 20;

    KafkaConfiguration(Path logFolder, int brokerPort, int controllerPort) {
        this(logFolder, brokerPort, controllerPort, null);
    }

    /**
     * A listener that speaks TLS, to clients with a certificate of the same authority.
     *
     * @param authority certificates in PEM
     */
    record Tls(int port, LocalCa.Issued server, Path authority) {
        private Map<String, Object> properties() throws IOException {
            return Map.of(
                    "ssl.client.auth",
                    "required",
                    "ssl.keystore.type",
                    "PEM",
                    "ssl.keystore.certificate.chain",
                    Files.readString(server.certificate()),
                    "ssl.keystore.key",
                    Files.readString(server.key()),
                    "ssl.truststore.type",
                    "PEM",
                    "ssl.truststore.certificates",
                    Files.readString(authority));
        }
    }

    String bootstrapServers() {
        return "127.0.0.1:" + brokerPort;
    }

    Map<String, String> properties() {
        Map<String, Object> properties = new HashMap<>();
        properties.putAll(identity());
        properties.putAll(oneReplica());
        properties.putAll(small());
        properties.putAll(prompt());
        if (tls != null) {
            addTls(properties, tls);
        }
        Map<String, String> strings = new HashMap<>();
        properties.forEach((key, value) -> strings.put(key, value.toString()));
        return strings;
    }

    private static void addTls(Map<String, Object> properties, Tls tls) {
        String listener = ",TLS://127.0.0.1:%d".formatted(tls.port());
        properties.merge("listeners", listener, (before, more) -> before + more.toString());
        properties.merge("advertised.listeners", listener, (before, more) -> before + more.toString());
        properties.merge("listener.security.protocol.map", ",TLS:SSL", (before, more) -> before + more.toString());
        try {
            properties.putAll(tls.properties());
        } catch (IOException e) {
            throw new UncheckedIOException("the certificates of the TLS listener cannot be read", e);
        }
    }

    private Map<String, Object> identity() {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                NODE_ID,
                "log.dirs",
                logFolder,
                "listeners",
                "PLAINTEXT://%s,%s://127.0.0.1:%d".formatted(bootstrapServers(), CONTROLLER_LISTENER, controllerPort),
                "advertised.listeners",
                "PLAINTEXT://" + bootstrapServers(),
                "listener.security.protocol.map",
                "PLAINTEXT:PLAINTEXT,%s:PLAINTEXT".formatted(CONTROLLER_LISTENER),
                "controller.listener.names",
                CONTROLLER_LISTENER,
                "controller.quorum.voters",
                "%d@127.0.0.1:%d".formatted(NODE_ID, controllerPort),
                "auto.create.topics.enable",
                false);
    }

    private static Map<String, Object> oneReplica() {
        return Map.of(
                "default.replication.factor", 1,
                "min.insync.replicas", 1,
                "offsets.topic.replication.factor", 1,
                "transaction.state.log.replication.factor", 1,
                "transaction.state.log.min.isr", 1,
                "share.coordinator.state.topic.replication.factor", 1,
                "share.coordinator.state.topic.min.isr", 1);
    }

    private static Map<String, Object> small() {
        return Map.ofEntries(
                Map.entry("offsets.topic.num.partitions", 4),
                Map.entry("transaction.state.log.num.partitions", 4),
                Map.entry("share.coordinator.state.topic.num.partitions", 4),
                Map.entry("log.segment.bytes", 64 * MEBIBYTE),
                Map.entry("log.index.size.max.bytes", MEBIBYTE),
                Map.entry("log.cleaner.threads", 1),
                Map.entry("log.cleaner.dedupe.buffer.size", 4 * MEBIBYTE),
                Map.entry("offsets.load.buffer.size", MEBIBYTE),
                Map.entry("transaction.state.log.load.buffer.size", MEBIBYTE),
                Map.entry("num.network.threads", 2),
                Map.entry("num.io.threads", 4),
                Map.entry("background.threads", 2),
                Map.entry("num.recovery.threads.per.data.dir", 2),
                Map.entry("group.coordinator.threads", 1),
                Map.entry("share.coordinator.threads", 1));
    }

    /** There is no second broker to wait for. */
    private static Map<String, Object> prompt() {
        return Map.of(
                "group.initial.rebalance.delay.ms", 0,
                // After a SIGKILL the controller waits this long for the broker's last incarnation, which is gone.
                "broker.session.timeout.ms", 3000,
                "broker.heartbeat.interval.ms", 500,
                // No follower has to be shown progress, and each no-op record would be synced to the disk.
                "metadata.max.idle.interval.ms", 0,
                "controller.quorum.election.timeout.ms", 200,
                "controller.quorum.election.backoff.max.ms", 200,
                "server.max.startup.time.ms", 60_000);
    }
}
