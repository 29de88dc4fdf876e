package dev.legato.embedded;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;

/**
 * What the transaction coordinator has decided, replayed from its log ({@code __transaction_state}) in order of offsets.
 *
 * <p>"Prepare" is the decision: from then on the transaction has its outcome, and every partition it wrote to must get
 * the marker that says so.
 */
final class TransactionOutcomes {
    private static final short ABORTED_BY_US = 0;
    private static final short EPOCH_RISES = 2;

    private final Map<String, Latest> latest = new HashMap<>();
    private final Map<Writer, Outcome> outcomes = new HashMap<>();

    private record Latest(long producerId, boolean open, Set<TopicPartition> partitions) {}

    /** A producer in a partition. */
    private record Writer(long producerId, TopicPartition partition) {}

    private record Outcome(short markerEpoch, TransactionResult result, short transactionVersion) {
        /** From version 2 on, each transaction's end raises the producer's epoch, and its marker has the raised one. */
        boolean isOfAnEarlierTransaction(short epoch) {
            return transactionVersion >= EPOCH_RISES ? markerEpoch <= epoch : markerEpoch < epoch;
        }
    }

    /** Replays one record. */
    void replay(String transactionalId, TransactionLogValue value) {
        TransactionState state = TransactionState.fromId(value.transactionStatus());
        Set<TopicPartition> partitions = partitions(value);
        boolean open = state == TransactionState.ONGOING
                || state == TransactionState.PREPARE_COMMIT
                || state == TransactionState.PREPARE_ABORT;
        latest.put(transactionalId, new Latest(value.producerId(), open, partitions));
        if (state == TransactionState.PREPARE_COMMIT || state == TransactionState.PREPARE_ABORT) {
            Outcome outcome = new Outcome(
                    value.producerEpoch(),
                    state == TransactionState.PREPARE_COMMIT ? TransactionResult.COMMIT : TransactionResult.ABORT,
                    value.clientTransactionVersion());
            partitions.forEach(partition -> outcomes.put(new Writer(value.producerId(), partition), outcome));
        }
    }

    /**
     * Decides which marker a partition lacks, given that a transaction of the producer is open there.
     *
     * @return empty if the coordinator still has that transaction in hand; otherwise the marker of the outcome it
     *     decided on, or an abort if it never decided
     */
    Optional<TxnMarkerEntry> missingMarker(TopicPartition partition, ProducerState producer) {
        long producerId = producer.producerId();
        boolean inHand = latest.values().stream()
                .anyMatch(transaction -> transaction.open
                        && transaction.producerId == producerId
                        && transaction.partitions.contains(partition));
        if (inHand) {
            return Optional.empty();
        }
        short epoch = (short) producer.producerEpoch();
        Outcome outcome = outcomes.get(new Writer(producerId, partition));
        if (outcome == null || outcome.isOfAnEarlierTransaction(epoch)) {
            outcome = new Outcome(epoch, TransactionResult.ABORT, ABORTED_BY_US);
        }
        return Optional.of(new TxnMarkerEntry(
                producerId,
                outcome.markerEpoch,
                producer.coordinatorEpoch().orElse(0),
                outcome.result,
                List.of(partition),
                outcome.transactionVersion));
    }

    private static Set<TopicPartition> partitions(TransactionLogValue value) {
        Set<TopicPartition> partitions = new HashSet<>();
        if (value.transactionPartitions() != null) {
            value.transactionPartitions().forEach(topic -> topic.partitionIds()
                    .forEach(id -> partitions.add(new TopicPartition(topic.topic(), id))));
        }
        return partitions;
    }
}
