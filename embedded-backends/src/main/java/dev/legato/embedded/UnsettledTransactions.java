package dev.legato.embedded;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends transactions that are open in a partition although their coordinator is done with them, as folders written before
 * {@link LeaderlessAwareMetadataCache} may hold them. Run it before any client of the broker starts: then nothing that
 * is open can be just under way.
 *
 * <p>Each gets the outcome that its coordinator decided on. Aborting whatever hangs, as Kafka's own tool does, would take
 * half of a transaction back if some of its partitions had got their commit before the kill.
 */
final class UnsettledTransactions {
    private static final Logger LOG = LoggerFactory.getLogger(UnsettledTransactions.class);
    private static final long SECONDS = 30;
    private static final int MAX_ATTEMPTS = 100;
    private static final long PAUSE_MS = 100;
    private static final Set<Errors> WHILE_LOADING =
            Set.of(Errors.NOT_LEADER_OR_FOLLOWER, Errors.UNKNOWN_TOPIC_OR_PARTITION);

    private final int brokerPort;

    private record Open(TopicPartition partition, ProducerState producer) {}

    private UnsettledTransactions(int brokerPort) {
        this.brokerPort = brokerPort;
    }

    /** Looks for them and ends them. What cannot be ended is logged: the broker serves everything else. */
    static void settle(int brokerPort) {
        try {
            new UnsettledTransactions(brokerPort).settle();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("The search for unsettled transactions was interrupted", e);
        } catch (ExecutionException | TimeoutException | IOException | RuntimeException e) {
            LOG.warn("Kafka's transactions were not looked through; a hanging one would stop its readers", e);
        }
    }

    private void settle() throws ExecutionException, InterruptedException, TimeoutException, IOException {
        List<Open> open;
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", "127.0.0.1:" + brokerPort))) {
            open = open(admin);
        }
        if (open.isEmpty()) {
            return;
        }
        TransactionOutcomes outcomes = TransactionLogReader.read(brokerPort);
        for (Open transaction : open) {
            var marker = outcomes.missingMarker(transaction.partition, transaction.producer);
            if (marker.isPresent()) {
                write(marker.get());
            }
        }
    }

    private static List<Open> open(Admin admin) throws ExecutionException, InterruptedException, TimeoutException {
        Set<String> topics =
                get(admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        if (topics.isEmpty()) {
            return List.of();
        }
        Collection<TopicPartition> partitions = new ArrayList<>();
        get(admin.describeTopics(topics).allTopicNames()).forEach((topic, description) -> description
                .partitions()
                .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition()))));
        List<Open> open = new ArrayList<>();
        get(admin.describeProducers(partitions).all()).forEach((partition, state) -> state.activeProducers().stream()
                .filter(producer -> producer.currentTransactionStartOffset().isPresent())
                .forEach(producer -> open.add(new Open(partition, producer))));
        return open;
    }

    private void write(TxnMarkerEntry marker) throws IOException {
        Errors error = TransactionMarkers.write(brokerPort, marker);
        // The group coordinator is still reading its log.
        for (int attempt = 1; WHILE_LOADING.contains(error) && attempt < MAX_ATTEMPTS; attempt++) {
            pause();
            error = TransactionMarkers.write(brokerPort, marker);
        }
        if (error == Errors.NONE) {
            LOG.warn("ended a transaction that its coordinator had forgotten: {}", marker);
        } else {
            LOG.error("a transaction hangs and stops its readers ({}): {}", error, marker);
        }
    }

    private static void pause() {
        Executor later = CompletableFuture.delayedExecutor(PAUSE_MS, TimeUnit.MILLISECONDS);
        CompletableFuture.runAsync(() -> {}, later).join();
    }

    private static <T> T get(KafkaFuture<T> future) throws ExecutionException, InterruptedException, TimeoutException {
        return future.get(SECONDS, TimeUnit.SECONDS);
    }
}
