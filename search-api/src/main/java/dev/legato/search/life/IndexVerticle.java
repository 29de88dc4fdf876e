package dev.legato.search.life;

import dev.legato.contracts.Topics;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;

/** Opens the index at its start and has it follow the topics from when Kafka is there; closes it at its end. */
public final class IndexVerticle extends VerticleBase {
    private final IndexKeeper keeper;
    private final KafkaSettings kafka;

    public IndexVerticle(IndexKeeper keeper, KafkaSettings kafka) {
        this.keeper = keeper;
        this.kafka = kafka;
    }

    @Override
    public Future<?> start() {
        return vertx.executeBlocking(
                        () -> {
                            keeper.open();
                            return null;
                        },
                        false)
                .onSuccess(_ -> {
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

    private void follow() {
        TopicSetup.ensure(kafka);
        TopicSetup.ensureCompacted(kafka, Set.of(Topics.TRACK_PLAYS));
        try {
            keeper.follow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
