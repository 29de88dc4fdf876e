package dev.legato.embedded;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.common.requests.WriteTxnMarkersRequest.TxnMarkerEntry;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue;
import org.apache.kafka.coordinator.transaction.generated.TransactionLogValue.PartitionsSchema;
import org.junit.jupiter.api.Test;

final class TransactionOutcomesTest {
    private static final TopicPartition PARTITION = new TopicPartition("counts", 0);
    private static final long PRODUCER = 1003;
    private static final short VERSION_2 = 2;

    private final TransactionOutcomes outcomes = new TransactionOutcomes();

    @Test
    void missingMarker_committedAndForgotten_isACommitOfTheDecisionsEpoch() {
        replay(TransactionState.ONGOING, 1200, "counts");
        replay(TransactionState.PREPARE_COMMIT, 1201, "counts");
        replay(TransactionState.COMPLETE_COMMIT, 1201);
        replay(TransactionState.EMPTY, 1202);
        assertEquals(Optional.of(marker(1201, TransactionResult.COMMIT, VERSION_2)), missing(1200));
    }

    @Test
    void missingMarker_abortedAndForgotten_isAnAbort() {
        replay(TransactionState.PREPARE_ABORT, 1201, "counts");
        replay(TransactionState.COMPLETE_ABORT, 1201);
        assertEquals(Optional.of(marker(1201, TransactionResult.ABORT, VERSION_2)), missing(1200));
    }

    @Test
    void missingMarker_stillInTheCoordinatorsHand_isNone() {
        replay(TransactionState.PREPARE_COMMIT, 1199, "counts");
        replay(TransactionState.COMPLETE_COMMIT, 1199);
        replay(TransactionState.ONGOING, 1200, "counts");
        assertEquals(Optional.empty(), missing(1200));
        replay(TransactionState.PREPARE_COMMIT, 1201, "counts");
        assertEquals(Optional.empty(), missing(1200));
    }

    @Test
    void missingMarker_laterTransactionElsewhere_isTheForgottenOnes() {
        replay(TransactionState.PREPARE_COMMIT, 1201, "counts");
        replay(TransactionState.COMPLETE_COMMIT, 1201);
        replay(TransactionState.ONGOING, 1202, "charts");
        assertEquals(Optional.of(marker(1201, TransactionResult.COMMIT, VERSION_2)), missing(1200));
    }

    @Test
    void missingMarker_neverDecided_isAnAbort() {
        replay(TransactionState.PREPARE_COMMIT, 1100, "counts");
        replay(TransactionState.COMPLETE_COMMIT, 1100);
        assertEquals(Optional.of(marker(1200, TransactionResult.ABORT, (short) 0)), missing(1200));
    }

    @Test
    void missingMarker_openSinceTheLastDecision_isAnAbort() {
        replay(TransactionState.PREPARE_COMMIT, 1200, "counts");
        replay(TransactionState.COMPLETE_COMMIT, 1200);
        assertEquals(Optional.of(marker(1200, TransactionResult.ABORT, (short) 0)), missing(1200));
    }

    private void replay(TransactionState state, int epoch, String... topics) {
        outcomes.replay(
                "streams-1",
                new TransactionLogValue()
                        .setProducerId(PRODUCER)
                        .setProducerEpoch((short) epoch)
                        .setClientTransactionVersion(VERSION_2)
                        .setTransactionStatus(state.id())
                        .setTransactionPartitions(List.of(topics).stream()
                                .map(topic ->
                                        new PartitionsSchema().setTopic(topic).setPartitionIds(List.of(0)))
                                .toList()));
    }

    private Optional<TxnMarkerEntry> missing(int epoch) {
        return outcomes.missingMarker(
                PARTITION, new ProducerState(PRODUCER, epoch, 13, 0, OptionalInt.of(50), OptionalLong.of(918)));
    }

    private static TxnMarkerEntry marker(int epoch, TransactionResult result, short version) {
        return new TxnMarkerEntry(PRODUCER, (short) epoch, 50, result, List.of(PARTITION), version);
    }
}
