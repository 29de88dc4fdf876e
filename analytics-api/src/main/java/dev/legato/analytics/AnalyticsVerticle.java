package dev.legato.analytics;

import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.kafka.TopicSetup;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves analytics-api. It comes up without Kafka, answers 503 until Kafka is there, and then begins to count. */
final class AnalyticsVerticle extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(AnalyticsVerticle.class);
    private static final int DRAIN_SECONDS = 10;
    private static final long LOOK_MS = 2_000;

    private final AnalyticsSettings settings;
    private final TokenVerifier tokens;
    private final PlaysHandler handler;
    private final PlayStreams streams;
    private final CountingWatch watch;
    private @Nullable WorkerExecutor worker;
    private volatile @Nullable HttpServer server;

    AnalyticsVerticle(
            AnalyticsSettings settings,
            TokenVerifier tokens,
            PlaysHandler handler,
            PlayStreams streams,
            CountingWatch watch) {
        this.settings = settings;
        this.tokens = tokens;
        this.handler = handler;
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
        return new ApiServer(vertx, settings.http(), tokens, "analytics")
                .on("getTrackChart", handler::chart)
                .on("getTrackStats", handler::stats)
                .on("getPlayHistory", handler::history)
                .listen()
                .map(listening -> server = listening);
    }

    @Override
    public Future<?> stop() {
        Future<Void> drained =
                server == null ? Future.succeededFuture() : server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
        WorkerExecutor platform = worker;
        return platform == null
                ? drained
                : drained.eventually(() -> platform.<Void>executeBlocking(() -> {
                    streams.close();
                    watch.close();
                    return null;
                }));
    }

    /** Where it listens, once started. */
    int port() {
        return server == null ? -1 : server.actualPort();
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
        TopicSetup.ensure(settings.kafka());
        TopicSetup.ensureCompacted(settings.kafka(), ResultTopics.ALL);
    }
}
