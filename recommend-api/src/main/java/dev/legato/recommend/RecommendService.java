package dev.legato.recommend;

import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.EventConsumer;
import dev.legato.runtime.kafka.KafkaProbe;
import dev.legato.runtime.postgres.Postgres;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.function.Supplier;

/** Builds and starts recommend-api. */
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
        return Postgres.await(context, settings.postgres(), NAME)
                .compose(pool -> start(context, pool).onFailure(_ -> {
                    var _ = pool.close();
                }));
    }

    private Future<RunningService> start(ServiceContext context, Pool pool) {
        Vertx vertx = context.vertx();
        DeploymentOptions virtual = new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD);
        DeadLetters deadLetters = new DeadLetters(CONSUMER, context.meters(), context.clock());
        // Made when Kafka is there: a consumer cannot be made while its host name is unknown.
        Supplier<EventConsumer<Lesson>> consumer = () -> EventConsumer.create(
                vertx,
                settings.kafka(),
                GROUP,
                Lessons.READERS,
                new Learning(new LearningStore(pool))::learn,
                deadLetters);
        KafkaProbe kafka = new KafkaProbe(vertx, settings.kafka());
        TokenVerifier tokens = new TokenVerifier(vertx, settings.tokens(), context.clock());
        context.health().requires("postgres", () -> Postgres.ping(pool));
        context.health().requires("keys", tokens::check);
        context.health().prefers("kafka", kafka::check);
        RecommendVerticle api =
                new RecommendVerticle(settings.http(), tokens, new RecommendHandler(new NeighbourStore(pool)));
        LearningVerticle learning = new LearningVerticle(settings.kafka(), consumer);
        return vertx.deployVerticle(api, virtual).compose(apiId -> vertx.deployVerticle(learning, virtual)
                .map(learningId -> new RunningService(NAME, api.port(), () -> vertx.undeploy(apiId)
                        .eventually(() -> vertx.undeploy(learningId))
                        .eventually(kafka::close)
                        .eventually(pool::close))));
    }
}
