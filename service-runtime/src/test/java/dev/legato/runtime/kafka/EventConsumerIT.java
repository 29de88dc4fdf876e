package dev.legato.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.contracts.Topics;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.kafka.DeadLetterReplay.Report;
import dev.legato.runtime.kafka.EventConsumer.BatchHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import java.lang.management.ManagementFactory;
import java.net.ConnectException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.management.ObjectName;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A consumer of whole numbers, and what becomes of everything else. */
@Timeout(120)
final class EventConsumerIT {
    private static final int REFUSED = 13;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final BlockingQueue<Integer> taken = new LinkedBlockingQueue<>();
    private final String kafka = SharedBackends.kafka();
    private final KafkaSettings settings = new KafkaSettings(kafka, Map.of());
    private final Vertx vertx = Vertx.vertx();
    private KafkaProducer<byte[], byte[]> producer;

    @BeforeEach
    void start() {
        TopicSetup.ensure(settings);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new ByteArraySerializer(), new ByteArraySerializer());
    }

    @AfterEach
    void stop() throws Exception {
        producer.close();
        vertx.close().await(20, TimeUnit.SECONDS);
    }

    @Test
    void run_badRecordsAmongGoodOnes_becomeDeadLetters() throws Exception {
        send("1", "x", null, "", "2");
        consume(batch -> taken.addAll(batch));
        assertEquals(List.of(1, 2), take(2));
        List<ConsumerRecord<byte[], byte[]>> letters = letters(3);
        assertArrayEquals(bytes("x"), letters.getFirst().value());
        assertArrayEquals(bytes("key"), letters.getFirst().key());
        assertEquals("heard", DeadLetter.text(letters.getFirst().headers(), DeadLetter.TOPIC));
        assertEquals("1", DeadLetter.text(letters.getFirst().headers(), DeadLetter.OFFSET));
        assertEquals(
                3,
                meters.get("legato.records.dead")
                        .tags("topic", "heard", "consumer", "tests", "reason", "invalid")
                        .counter()
                        .count());
    }

    @Test
    void run_recordItsHandlerFailsOn_diesAlone() throws Exception {
        send("1", "2", Integer.toString(REFUSED), "3", "4", "5");
        consume(batch -> {
            if (batch.contains(REFUSED)) {
                throw new IllegalArgumentException("unlucky");
            }
            taken.addAll(batch);
        });
        assertEquals(List.of(1, 2, 3, 4, 5), take(5));
        assertArrayEquals(bytes("13"), letters(1).getFirst().value());
    }

    @Test
    void run_handlerWhoseServerIsDown_isTriedAgain_andNothingDies() throws Exception {
        send("1", "2");
        List<Integer> tries = new ArrayList<>();
        consume(batch -> {
            tries.addAll(batch);
            if (tries.size() < 3 * batch.size()) {
                throw new ConnectException("refused");
            }
            taken.addAll(batch);
        });
        assertEquals(List.of(1, 2), take(2));
        assertEquals(0, meters.find("legato.records.dead").counters().size());
    }

    @Test
    void create_consumerCannotBeMade_leavesNoProducerBehind() throws Exception {
        KafkaSettings wrong = new KafkaSettings(kafka, Map.of("fetch.min.bytes", "-1"));
        assertThrows(
                KafkaException.class,
                () -> EventConsumer.create(
                        vertx, wrong, "leaky", Map.of(), _ -> {}, new DeadLetters("leaky", meters, Clock.systemUTC())));
        ObjectName living = new ObjectName("kafka.producer:type=app-info,id=leaky-dead*");
        while (!ManagementFactory.getPlatformMBeanServer()
                .queryNames(living, null)
                .isEmpty()) {
            var _ = vertx.timer(20, TimeUnit.MILLISECONDS).await();
        }
    }

    @Test
    void replay_afterAFix_sendsEachOnce_andCountsTheOnesThatDieAgain() throws Exception {
        send("x", Integer.toString(REFUSED), "1");
        boolean[] mended = new boolean[1];
        consume(batch -> {
            if (!mended[0] && batch.contains(REFUSED)) {
                throw new IllegalArgumentException("unlucky");
            }
            taken.addAll(batch);
        });
        assertEquals(List.of(1), take(1));
        var _ = letters(2);
        List<String> lines = new ArrayList<>();
        assertEquals(report(2, 0), new DeadLetterReplay(settings, Topics.HEARD).run(true, lines::add));
        assertEquals(2, lines.size());

        mended[0] = true;
        assertEquals(report(2, 0), new DeadLetterReplay(settings, Topics.HEARD).run(false, _ -> {}));
        assertEquals(List.of(REFUSED), take(1));
        // The one that is still no number is dead again, and only the next run sees it.
        ConsumerRecord<byte[], byte[]> again = letters(3).getLast();
        assertArrayEquals(bytes("x"), again.value());
        assertEquals("2", DeadLetter.text(again.headers(), DeadLetter.COUNT));
        assertEquals(report(1, 0), new DeadLetterReplay(settings, Topics.HEARD).run(false, _ -> {}));
        var _ = letters(4);
        assertEquals(report(1, 0), new DeadLetterReplay(settings, Topics.HEARD).run(true, _ -> {}));
    }

    @Test
    void replay_ofACompactedTopic_undoesNoLaterRecord() throws Exception {
        for (String key : List.of("old", "current")) {
            var letter = new ProducerRecord<>(Topics.dead(Topics.CATALOGUE), bytes(key), bytes("x"));
            letter.headers().add(DeadLetter.OFFSET, bytes("0"));
            var _ = producer.send(letter).get(10, TimeUnit.SECONDS);
        }
        for (String key : List.of("current", "old")) {
            var _ = producer.send(new ProducerRecord<>(Topics.CATALOGUE, bytes(key), bytes("1")))
                    .get(10, TimeUnit.SECONDS);
        }
        assertEquals(report(1, 1), new DeadLetterReplay(settings, Topics.CATALOGUE).run(false, _ -> {}));
    }

    private void consume(BatchHandler<Integer> handler) {
        EventConsumer<Integer> consumer = EventConsumer.create(
                vertx,
                settings,
                "tests",
                Map.of(Topics.HEARD, record -> Integer.valueOf(new String(record.value(), StandardCharsets.UTF_8))),
                handler,
                new DeadLetters("tests", meters, Clock.systemUTC()));
        var _ = vertx.deployVerticle(
                new VerticleBase() {
                    private final Promise<Void> ended = Promise.promise();

                    @Override
                    public Future<?> start() {
                        context.runOnContext(_ -> {
                            consumer.run();
                            ended.complete();
                        });
                        return Future.succeededFuture();
                    }

                    @Override
                    public Future<?> stop() {
                        consumer.stop();
                        return ended.future();
                    }
                },
                new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD));
    }

    private List<Integer> take(int count) throws InterruptedException {
        List<Integer> numbers = new ArrayList<>();
        while (numbers.size() < count) {
            numbers.add(taken.poll(60, TimeUnit.SECONDS));
        }
        return numbers;
    }

    /** The dead letters, once there are so many. */
    private List<ConsumerRecord<byte[], byte[]>> letters(int count) {
        List<ConsumerRecord<byte[], byte[]>> letters = new ArrayList<>();
        while (letters.size() < count) {
            letters.clear();
            try (TopicReader reader = TopicReader.fromStart(settings, Topics.dead(Topics.HEARD), PATIENCE)) {
                for (var batch = reader.next(); !batch.isEmpty(); batch = reader.next()) {
                    letters.addAll(batch);
                }
            }
        }
        return letters;
    }

    private void send(String... values) throws Exception {
        for (String value : values) {
            var _ = producer.send(new ProducerRecord<>(Topics.HEARD, bytes("key"), value == null ? null : bytes(value)))
                    .get(10, TimeUnit.SECONDS);
        }
    }

    private static Report report(int sent, int keptBack) {
        return new Report(sent, keptBack, Optional.empty());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
