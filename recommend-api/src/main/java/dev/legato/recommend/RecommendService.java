package dev.legato.recommend;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.kafka.ConsumerVerticle;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.EventConsumer;
import dev.legato.runtime.kafka.KafkaProbe;
import dev.legato.runtime.postgres.Database;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.privacy.AccountRequests;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.function.Supplier;

/** Builds and starts recommend-api. */
public final class RecommendService implements Service {
    private static final String NAME = LegatoService.RECOMMEND.label();

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
        return ServiceDeployment.start(NAME, context.vertx(), deployment -> Database.await(
                        context.vertx(), context.health(), context.meters(), settings.postgres(), NAME)
                .compose(database -> start(context, deployment, deployment.opened(database, Database::close))));
    }

    private Future<Integer> start(ServiceContext context, ServiceDeployment deployment, Database database) {
        Pool pool = database.pool();
        Vertx vertx = context.vertx();
        KafkaProbe kafka = deployment.opened(new KafkaProbe(vertx, settings.kafka()), KafkaProbe::close);
        DeadLetters deadLetters = new DeadLetters(CONSUMER, context.meters(), context.clock());
        // Made when Kafka is there: a consumer cannot be made while its host name is unknown.
        Supplier<EventConsumer<Lesson>> consumer = () -> EventConsumer.create(
                vertx,
                settings.kafka(),
                GROUP,
                Lessons.READERS,
                new Learning(new LearningStore(pool))::learn,
                deadLetters);
        TokenVerifier tokens =
                deployment.opened(new TokenVerifier(vertx, settings.tokens(), context.clock()), TokenVerifier::close);
        RecommendHandler handler = new RecommendHandler(new NeighbourStore(database.reads()));
        ApiServer api = new ApiServer(vertx, settings.http(), tokens, NAME)
                .on("getSimilarTracks", handler::similar)
                .on("getRecommendations", handler::recommendations);
        context.health().requires("postgres", () -> Postgres.ping(database.reads()));
        context.health().requires("keys", tokens::check);
        context.health().prefers("kafka", kafka::check);
        return deployment
                .deploy(ServiceDeployment.virtualThreads(), () -> new ConsumerVerticle<>(settings.kafka(), consumer))
                .compose(_ -> AccountRequests.answer(
                        context, deployment, settings.kafka(), LegatoService.RECOMMEND, new ListenedData(pool)))
                .compose(_ -> deployment.serve(ServiceDeployment.virtualThreads(), api::listen));
    }
}
