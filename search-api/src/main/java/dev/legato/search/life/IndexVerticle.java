package dev.legato.search.life;

import dev.legato.contracts.Topics;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** Opens the index and has it follow the topics, as soon as its engine and Kafka are there; closes it at its end. */
public final class IndexVerticle extends VerticleBase {
    private final IndexKeeper keeper;
    private final KafkaSettings kafka;

    public IndexVerticle(IndexKeeper keeper, KafkaSettings kafka) {
        this.keeper = keeper;
        this.kafka = kafka;
    }

    @Override
    public Future<?> start() {
        return open().recover(IndexVerticle::orLater).onSuccess(_ -> {
            var _ = TopicSetup.eventually(vertx, this::follow);
        });
    }

    @Override
    public Future<?> stop() {
        return vertx.executeBlocking(
                () -> {
                    keeper.close();
                    return null;
                },
                false);
    }

    private Future<Void> open() {
        return vertx.executeBlocking(
                () -> {
                    keeper.open();
                    return null;
                },
                false);
    }

    /** An engine that does not answer now is waited for, as Kafka is; a folder of no use ends the start. */
    private static Future<Void> orLater(Throwable failure) {
        return failure instanceof ProblemException ? Future.succeededFuture() : Future.failedFuture(failure);
    }

    private void follow() {
        try {
            keeper.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        TopicSetup.ensure(kafka);
        TopicSetup.ensureCompacted(kafka, Set.of(Topics.TRACK_PLAYS));
        try {
            keeper.follow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
