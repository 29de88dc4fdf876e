package dev.legato.runtime.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.Topics;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.kafka.DeadLetterReplay.Report;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A topic of dead letters that transactions write to. */
@Timeout(60)
final class TopicReaderIT {
    private static final String LETTERS = Topics.dead(Topics.PLAYS);
    private static final Duration SHORT = Duration.ofMillis(500);
    private static final Duration LONG = Duration.ofSeconds(40);

    private final String kafka = SharedBackends.kafka();
    private final KafkaSettings settings = new KafkaSettings(kafka, Map.of());
    private KafkaProducer<String, String> plain;
    private KafkaProducer<String, String> transactional;

    @BeforeEach
    void start() {
        TopicSetup.ensure(settings);
        plain = producer(Map.of());
        transactional = producer(Map.of("transactional.id", "counting"));
        transactional.initTransactions();
    }

    @AfterEach
    void stop() {
        transactional.close();
        plain.close();
    }

    @Test
    void next_openTransactionBeforeTheEnd_returnsWhatLiesBeforeIt_andSaysSo() throws Exception {
        send(plain, "before");
        transactional.beginTransaction();
        send(transactional, "open");
        send(plain, "behind");
        try (TopicReader reader = TopicReader.fromStart(settings, LETTERS, SHORT)) {
            assertEquals(List.of("before"), values(reader));
            OpenTransactionException stopped = assertThrows(OpenTransactionException.class, reader::next);
            assertEquals(
                    "plays.dead-0: a transaction that begins at offset 1 did not end within 500 ms",
                    stopped.getMessage());
        }
    }

    @Test
    void next_transactionThatEndsMeanwhile_isReadToTheEndOfThen() throws Exception {
        transactional.beginTransaction();
        send(transactional, "open");
        send(plain, "behind");
        try (TopicReader reader = TopicReader.fromStart(settings, LETTERS, LONG)) {
            transactional.commitTransaction();
            send(plain, "later");
            List<String> read = new ArrayList<>();
            for (var batch = values(reader); !batch.isEmpty(); batch = values(reader)) {
                read.addAll(batch);
            }
            assertEquals(List.of("open", "behind"), read);
        }
    }

    @Test
    void next_nothingButAnAbortedTransaction_isTheEnd() throws Exception {
        transactional.beginTransaction();
        send(transactional, "aborted");
        transactional.abortTransaction();
        try (TopicReader reader = TopicReader.fromStart(settings, LETTERS, LONG)) {
            assertEquals(List.of(), values(reader));
        }
    }

    @Test
    void replay_openTransactionBeforeTheEnd_sendsWhatLiesBeforeIt_andTheRestInTheNextRun() throws Exception {
        send(plain, "before");
        transactional.beginTransaction();
        send(transactional, "open");
        Report report = new DeadLetterReplay(settings, Topics.PLAYS, SHORT).run(false, _ -> {});
        assertEquals(1, report.sent());
        assertTrue(report.unread().orElseThrow().startsWith("plays.dead-0: "));
        transactional.commitTransaction();
        assertEquals(
                new Report(1, 0, Optional.empty()),
                new DeadLetterReplay(settings, Topics.PLAYS, LONG).run(false, _ -> {}));
    }

    private static List<String> values(TopicReader reader) {
        return reader.next().stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static void send(KafkaProducer<String, String> producer, String value) throws Exception {
        var _ = producer.send(new ProducerRecord<>(LETTERS, value)).get(10, TimeUnit.SECONDS);
    }

    private KafkaProducer<String, String> producer(Map<String, Object> properties) {
        Map<String, Object> all = new HashMap<>(properties);
        all.put("bootstrap.servers", kafka);
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }
}
