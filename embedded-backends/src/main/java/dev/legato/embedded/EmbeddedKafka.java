package dev.legato.embedded;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.jspecify.annotations.Nullable;

/**
 * Kafka inside this JVM: one node that is broker and controller (KRaft), on free loopback ports.
 *
 * <pre>
 * folder/log/  the topics and the cluster's metadata; appears in one step, when it is formatted
 * </pre>
 *
 * <p>It logs through SLF4J, and much: {@code kafka}, {@code org.apache.kafka} and {@code state.change.logger} are best
 * kept at WARN.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final int PORTS_TO_TRY = 3;
    private static final long TOPICS_SECONDS = 30;

    private final KafkaNode server;
    private final String bootstrapServers;
    private final Runnable afterwards;

    private EmbeddedKafka(KafkaNode server, String bootstrapServers, Runnable afterwards) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
        this.afterwards = afterwards;
    }

    /**
     * A topic to create, with one replica.
     *
     * @param config topic settings, as {@code cleanup.policy=compact}
     */
    public record Topic(String name, int partitions, Map<String, String> config) {
        public Topic {
            config = Map.copyOf(config);
        }

        public Topic(String name, int partitions) {
            this(name, partitions, Map.of());
        }
    }

    /**
     * Starts Kafka on {@code folder}, creating and formatting it if need be.
     *
     * @throws StartupException with the reason, if it cannot
     */
    public static EmbeddedKafka start(Path folder) {
        return start(folder, () -> {});
    }

    /** Starts an empty Kafka for a test; closing it, or the JVM's end, deletes its folder. */
    public static EmbeddedKafka temporary() {
        ThrowAwayFolder folder = ThrowAwayFolder.create("kafka", _ -> {});
        try {
            EmbeddedKafka started = start(folder.path(), folder::delete);
            folder.beforeExit(started::close);
            return started;
        } catch (RuntimeException e) {
            folder.delete();
            throw e;
        }
    }

    /** The same with a second listener, which speaks TLS to clients with a certificate of the authority. */
    public static EmbeddedKafka temporary(LocalCa authority) {
        ThrowAwayFolder folder = ThrowAwayFolder.create("kafka", _ -> {});
        try {
            KafkaConfiguration.Tls tls = new KafkaConfiguration.Tls(
                    FreePort.find(), authority.issue("kafka", List.of("127.0.0.1")), authority.certificateFile());
            EmbeddedKafka started = start(folder.path(), tls, folder::delete);
            folder.beforeExit(started::close);
            return started;
        } catch (RuntimeException e) {
            folder.delete();
            throw e;
        }
    }

    private static EmbeddedKafka start(Path folder, Runnable afterwards) {
        return start(folder, null, afterwards);
    }

    private static EmbeddedKafka start(Path folder, KafkaConfiguration.@Nullable Tls tls, Runnable afterwards) {
        surviveKafka();
        try {
            Path real = PrivateFiles.createDirectories(folder).toRealPath();
            Path log = real.resolve("log");
            if (log.toString().contains(",")) {
                throw new StartupException("Kafka takes no folder with a comma in its name: " + real);
            }
            formatOnce(real, log);
            for (int attempt = 0; attempt < PORTS_TO_TRY; attempt++) {
                var configuration = new KafkaConfiguration(log, FreePort.find(), FreePort.find(), tls);
                Optional<KafkaNode> server = tryStart(configuration);
                if (server.isPresent()) {
                    clearUp(server.get(), configuration.brokerPort());
                    return new EmbeddedKafka(
                            server.get(),
                            tls == null ? configuration.bootstrapServers() : "127.0.0.1:" + tls.port(),
                            afterwards);
                }
            }
            throw new StartupException("Kafka found no free port on 127.0.0.1.");
        } catch (StartupException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw new StartupException("Kafka did not start on %s: %s".formatted(folder, e), e);
        }
    }

    private static void formatOnce(Path folder, Path log) throws IOException {
        if (Files.isDirectory(log)) {
            return;
        }
        Path partial = folder.resolve("log.partial");
        PrivateFiles.deleteTree(partial);
        var output = new ByteArrayOutputStream();
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(output, true, StandardCharsets.UTF_8))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setNodeId(KafkaConfiguration.NODE_ID)
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .setControllerListenerName(KafkaConfiguration.CONTROLLER_LISTENER)
                    .setDirectories(List.of(partial.toString()))
                    .setMetadataLogDirectory(partial.toString())
                    .run();
        } catch (IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new StartupException("Kafka's folder %s cannot be formatted: %s".formatted(folder, output), e);
        }
        Files.move(partial, log, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Empty when somebody took one of the ports between our look and Kafka's bind. */
    static Optional<KafkaNode> tryStart(KafkaConfiguration configuration) {
        KafkaNode server = new KafkaNode(new KafkaConfig(configuration.properties(), /* doLog= */ false));
        try {
            server.start();
            return Optional.of(server);
        } catch (RuntimeException e) {
            stopAfterFailure(server, e);
            if (FreePort.isFree(configuration.brokerPort()) && FreePort.isFree(configuration.controllerPort())) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** Ends what clients of the last run have left behind. */
    private static void clearUp(KafkaNode server, int brokerPort) {
        try {
            UnsettledTransactions.settle(brokerPort);
            FormerMembers.remove(brokerPort);
        } catch (RuntimeException e) {
            stopAfterFailure(server, e);
            throw e;
        }
    }

    private static void stopAfterFailure(KafkaNode server, RuntimeException failure) {
        try {
            server.stop();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    /** Keeps Kafka, which halts its JVM after a fatal error, from ending this process. */
    private static void surviveKafka() {
        Exit.Procedure refuse = (status, message) -> {
            throw new IllegalStateException(
                    "Kafka gives up (status %d, %s); its log says why".formatted(status, message));
        };
        Exit.setHaltProcedure(refuse);
        Exit.setExitProcedure(refuse);
    }

    /** {@code 127.0.0.1:PORT}; of the listener that speaks TLS, if there is one. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Creates those of the topics that do not exist yet; one that does keeps its partitions and settings. */
    public void createTopics(Collection<Topic> topics) {
        List<NewTopic> missing = topics.stream()
                .map(topic -> new NewTopic(topic.name(), topic.partitions(), (short) 1).configs(topic.config()))
                .toList();
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            for (KafkaFuture<Void> created :
                    admin.createTopics(missing).values().values()) {
                awaitUnlessPresent(created);
            }
        }
    }

    private static void awaitUnlessPresent(KafkaFuture<Void> created) {
        try {
            created.get(TOPICS_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw new StartupException("Kafka did not create its topics: " + e.getCause(), e);
            }
        } catch (TimeoutException e) {
            throw new StartupException("Kafka did not create its topics within %d s".formatted(TOPICS_SECONDS), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("The creation of Kafka's topics was interrupted", e);
        }
    }

    /** Stops it in good order; returns when it is gone. Close clients first, they would only wait for it. */
    @Override
    public void close() {
        server.stop();
        afterwards.run();
    }
}
