package dev.legato.allinone;

import dev.legato.analytics.AnalyticsService;
import dev.legato.analytics.AnalyticsSettings;
import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.CatalogueTrack.OnAlbum;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.Topics;
import dev.legato.contracts.TrackId;
import dev.legato.embedded.EmbeddedKafka;
import dev.legato.ingest.IngestService;
import dev.legato.ingest.IngestSettings;
import dev.legato.runtime.ServiceProcess;
import dev.legato.runtime.VertxFactory;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.jvm.JvmOptions;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.runtime.settings.Settings;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka, event-ingest and analytics-api in one process of their own, over a folder that survives it. */
final class CountingNode implements AutoCloseable {
    /** The one track of its catalogue. */
    static final TrackId TRACK = new TrackId("3rv5c0mktq8w1zd94xgn7hfj2p");

    private static final String SERVES = "serves at ";
    private static final long START_SECONDS = 120;

    private final Process process;
    private final CompletableFuture<List<Integer>> ports;

    private CountingNode(Process process, CompletableFuture<List<Integer>> ports) {
        this.process = process;
        this.ports = ports;
    }

    /** Starts one; what it prints goes to {@code folder/log}. */
    static CountingNode start(Path folder, URI jwks) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JvmOptions.service());
        command.addAll(List.of(
                "-Xmx384m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                CountingNode.class.getName(),
                folder.toString(),
                jwks.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        CompletableFuture<List<Integer>> ports = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> read(process, folder.resolve("log"), ports));
        return new CountingNode(process, ports);
    }

    /** Where event-ingest listens, once everything has started. */
    int ingestPort() throws Exception {
        return ports.get(START_SECONDS, TimeUnit.SECONDS).get(0);
    }

    int analyticsPort() throws Exception {
        return ports.get(START_SECONDS, TimeUnit.SECONDS).get(1);
    }

    /** SIGKILL. */
    void kill() {
        var _ = process.destroyForcibly().onExit().join();
    }

    @Override
    public void close() {
        kill();
    }

    private static void read(Process process, Path log, CompletableFuture<List<Integer>> ports) {
        try (BufferedReader output = process.inputReader()) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                Files.writeString(log, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                if (line.startsWith(SERVES)) {
                    ports.complete(Arrays.stream(line.substring(SERVES.length()).split(" "))
                            .map(Integer::valueOf)
                            .toList());
                }
            }
        } catch (IOException e) {
            ports.completeExceptionally(e);
        }
        ports.completeExceptionally(new IllegalStateException("it ended before it served; see " + log));
    }

    /** Plays of tracks that the catalogue does not have are not counted. */
    private static void announceTrack(String bootstrapServers) throws Exception {
        TopicSetup.ensure(new KafkaSettings(bootstrapServers, Map.of()));
        CatalogueTrack track = new CatalogueTrack(
                TRACK, "Prelude", 180_000, new OnAlbum("a", "Album"), List.of(), List.of(), /* available= */ true);
        byte[] event = Json.write(CloudEvent.of(
                TRACK.value(), "/metadata-api", "dev.legato.catalogue.track", TRACK.value(), Instant.EPOCH, track));
        try (KafkaProducer<String, byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers), new StringSerializer(), new ByteArraySerializer())) {
            var _ = producer.send(new ProducerRecord<>(Topics.CATALOGUE, TRACK.value(), event))
                    .get(START_SECONDS, TimeUnit.SECONDS);
        }
    }

    /** The process's own program. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        EmbeddedKafka kafka = EmbeddedKafka.start(folder.resolve("kafka"));
        announceTrack(kafka.bootstrapServers());
        Settings settings = Settings.of(Map.of(
                "ingest.port",
                "0",
                "analytics.port",
                "0",
                "analytics.stateDir",
                folder.resolve("analytics").toString(),
                "management.port",
                "0",
                "tokens.jwks",
                arguments[1],
                "kafka.bootstrap",
                kafka.bootstrapServers()));
        ServiceProcess process = ServiceProcess.create(settings, VertxFactory.UNCLUSTERED, Clock.systemUTC())
                .await(START_SECONDS, TimeUnit.SECONDS);
        int analytics = process.start(new AnalyticsService(AnalyticsSettings.from(settings)))
                .await(START_SECONDS, TimeUnit.SECONDS)
                .port();
        int ingest = process.start(new IngestService(IngestSettings.from(settings)))
                .await(START_SECONDS, TimeUnit.SECONDS)
                .port();
        process.ready();
        System.out.println(SERVES + ingest + " " + analytics);
    }
}
