package dev.legato.analytics;

import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.kafka.TopicSetup;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts plays from when Kafka is there until it is undeployed, and starts counting anew when it stands still. */
final class CountingVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(CountingVerticle.class);
    private static final long LOOK_MS = 2_000;

    private final KafkaSettings kafka;
    private final PlayStreams streams;
    private final CountingWatch watch;
    private @Nullable WorkerExecutor worker;

    CountingVerticle(KafkaSettings kafka, PlayStreams streams, CountingWatch watch) {
        this.kafka = kafka;
        this.streams = streams;
        this.watch = watch;
    }

    @Override
    public Future<?> start() {
        // A thread of the platform: opening native stores would pin the carriers that virtual threads share.
        WorkerExecutor platform = vertx.createSharedWorkerExecutor("legato-analytics-streams", 1);
        worker = platform;
        var _ = TopicSetup.eventually(vertx, this::ensureTopics)
                .compose(_ -> platform.<Void>executeBlocking(() -> {
                    streams.start();
                    return null;
                }))
                .onFailure(failure -> LOG.error("plays are not counted yet", failure))
                .onComplete(_ -> lookLater(platform));
        return Future.succeededFuture();
    }

    @Override
    public Future<?> stop() {
        WorkerExecutor platform = worker;
        return platform == null
                ? Future.succeededFuture()
                : platform.<Void>executeBlocking(() -> {
                    streams.close();
                    watch.close();
                    return null;
                });
    }

    private void lookLater(WorkerExecutor platform) {
        var _ = vertx.setTimer(LOOK_MS, _ -> platform.<Void>executeBlocking(() -> {
                    if (watch.look()) {
                        streams.restart();
                    }
                    return null;
                })
                .onFailure(failure -> LOG.error("counting is not watched, or did not start anew", failure))
                .onComplete(_ -> lookLater(platform)));
    }

    private void ensureTopics() {
        TopicSetup.ensure(kafka);
        TopicSetup.ensureCompacted(kafka, ResultTopics.ALL);
    }
}
