package dev.legato.analytics;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.kafka.DeadLetters;
import io.vertx.core.Future;
import io.vertx.core.Vertx;

/** Builds and starts analytics-api. It answers 503 until Kafka is there and it has begun to count. */
public final class AnalyticsService implements Service {
    private static final String NAME = LegatoService.ANALYTICS.label();

    private final AnalyticsSettings settings;

    public AnalyticsService(AnalyticsSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<RunningService> start(ServiceContext context) {
        return ServiceDeployment.start(NAME, context.vertx(), deployment -> start(context, deployment));
    }

    private Future<Integer> start(ServiceContext context, ServiceDeployment deployment) {
        Vertx vertx = context.vertx();
        DeadLetters deadLetters = new DeadLetters(BadRecords.CONSUMER, context.meters(), context.clock());
        PlayStreams streams = new PlayStreams(settings, deadLetters);
        CountingWatch watch = new CountingWatch(
                streams,
                new ProgressProbe(settings.kafka(), PlayStreams.APPLICATION),
                settings.stallAfter(),
                context.clock());
        watch.bindTo(context.meters());
        PlaysHandler handler = new PlaysHandler(new PlayResults(streams, context.clock()));
        TokenVerifier tokens =
                deployment.opened(new TokenVerifier(vertx, settings.tokens(), context.clock()), TokenVerifier::close);
        ApiServer api = new ApiServer(vertx, settings.http(), tokens, NAME)
                .on("getTrackChart", handler::chart)
                .on("getTrackStats", handler::stats)
                .on("getPlayHistory", handler::history);
        context.health().requires("counting", watch::check);
        context.health().requires("keys", tokens::check);
        return deployment
                .deploy(
                        ServiceDeployment.virtualThreads(),
                        () -> new CountingVerticle(settings.kafka(), streams, watch))
                .compose(_ -> deployment.serve(ServiceDeployment.virtualThreads(), api::listen));
    }
}
