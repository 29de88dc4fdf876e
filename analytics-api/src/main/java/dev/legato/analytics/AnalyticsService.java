package dev.legato.analytics;

import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.kafka.DeadLetters;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;

/** Builds and starts analytics-api. */
public final class AnalyticsService implements Service {
    private static final String NAME = "analytics";

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
        DeadLetters deadLetters = new DeadLetters(BadRecords.CONSUMER, context.meters(), context.clock());
        PlayStreams streams = new PlayStreams(settings, deadLetters);
        PlaysHandler handler = new PlaysHandler(new PlayResults(streams, context.clock()));
        TokenVerifier tokens = new TokenVerifier(context.vertx(), settings.tokens(), context.clock());
        CountingWatch watch = new CountingWatch(
                streams,
                new ProgressProbe(settings.kafka(), PlayStreams.APPLICATION),
                settings.stallAfter(),
                context.clock());
        watch.bindTo(context.meters());
        AnalyticsVerticle verticle = new AnalyticsVerticle(settings, tokens, handler, streams, watch);
        context.health().requires("counting", watch::check);
        context.health().requires("keys", tokens::check);
        return context.vertx()
                .deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .map(id -> new RunningService(
                        NAME, verticle.port(), () -> context.vertx().undeploy(id)));
    }
}
