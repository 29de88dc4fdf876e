package dev.legato.recommend;

import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.EventConsumer;
import dev.legato.runtime.postgres.Postgres;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;

/** Recommend-api, put together. */
public final class RecommendService implements Service {
    private static final String NAME = "recommend";

    /** The second of its kind: it reads the catalogue from the beginning, and what was heard instead of all reports. */
    private static final String GROUP = "legato-recommend-2";

    /** The consumer's name in dead letters and metrics. */
    private static final String CONSUMER = "legato-recommend";

    private final RecommendSettings settings;

    public RecommendService(RecommendSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<RunningService> start(ServiceContext context) {
        return Postgres.open(context.vertx(), settings.postgres(), NAME)
                .compose(pool -> start(context, pool).onFailure(_ -> {
                    var _ = pool.close();
                }));
    }

    private Future<RunningService> start(ServiceContext context, Pool pool) {
        Vertx vertx = context.vertx();
        DeploymentOptions virtual = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
        EventConsumer<Lesson> consumer = EventConsumer.create(
                vertx,
                settings.kafka(),
                GROUP,
                Lessons.READERS,
                new Learning(new LearningStore(pool))::learn,
                new DeadLetters(CONSUMER, context.meters(), context.clock()));
        context.health().needs("postgres", () -> Postgres.ping(pool));
        context.health().likes("kafka", consumer::ping);
        RecommendVerticle api = new RecommendVerticle(
                settings.http(),
                new TokenVerifier(vertx, settings.tokens(), context.clock()),
                new RecommendHandler(new NeighbourStore(pool)));
        LearningVerticle learning = new LearningVerticle(settings.kafka(), consumer);
        return vertx.deployVerticle(api, virtual).compose(apiId -> vertx.deployVerticle(learning, virtual)
                .map(learningId -> new RunningService(NAME, api.port(), () -> vertx.undeploy(apiId)
                        .eventually(() -> vertx.undeploy(learningId))
                        .eventually(pool::close))));
    }
}
