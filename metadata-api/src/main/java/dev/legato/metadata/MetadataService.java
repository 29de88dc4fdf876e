package dev.legato.metadata;

import dev.legato.metadata.api.CatalogueHandler;
import dev.legato.metadata.api.EdgeLinks;
import dev.legato.metadata.api.LyricsHandler;
import dev.legato.metadata.api.PlaybackHandler;
import dev.legato.metadata.api.SearchHandler;
import dev.legato.metadata.api.UnavailableHandler;
import dev.legato.metadata.api.Views;
import dev.legato.metadata.cache.Catalogue;
import dev.legato.metadata.cache.CatalogueCache;
import dev.legato.metadata.catalogue.CatalogueLists;
import dev.legato.metadata.catalogue.CatalogueStore;
import dev.legato.metadata.catalogue.LyricsStore;
import dev.legato.metadata.catalogue.UnavailableTracks;
import dev.legato.metadata.importing.ImportHandler;
import dev.legato.metadata.importing.Importer;
import dev.legato.metadata.search.SearchStore;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.KafkaProbe;
import dev.legato.runtime.postgres.Postgres;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Supplier;

/** Builds and starts metadata-api: catalogue, search and playback links. */
public final class MetadataService implements Service {
    private static final String NAME = "metadata";

    /** A free port for all instances: Vert.x shares it among servers that ask for the same number below 0. */
    private static final int ANY_SHARED_PORT = -8102;

    private final MetadataSettings settings;

    public MetadataService(MetadataSettings settings) {
        this.settings = settings;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Future<RunningService> start(ServiceContext context) {
        return Postgres.await(context, settings.postgres(), NAME).compose(pool -> new Parts(context, pool).start());
    }

    /** Everything a started service consists of. */
    private final class Parts {
        private final ServiceContext context;
        private final Vertx vertx;
        private final Pool pool;
        private final Redis redis;
        private final EventPublisher publisher;
        private final KafkaProbe kafka;
        private final RelayVerticle relay;
        private final CatalogueCache cache;
        private final TokenVerifier tokens;
        private final List<String> deployments = new ArrayList<>();

        Parts(ServiceContext context, Pool pool) {
            this.context = context;
            this.vertx = context.vertx();
            this.pool = pool;
            this.redis = settings.redis().connect(vertx);
            this.publisher = EventPublisher.create(vertx, settings.kafka(), "metadata-api");
            this.kafka = new KafkaProbe(vertx, settings.kafka());
            this.relay = new RelayVerticle(pool, settings.kafka(), publisher, NAME, context.meters(), context.clock());
            this.cache = new CatalogueCache(redis, settings.cachePatience(), System::nanoTime);
            this.tokens = new TokenVerifier(vertx, settings.tokens(), context.clock());
        }

        Future<RunningService> start() {
            Health health = context.health();
            health.prefers("postgres", () -> Postgres.ping(pool));
            health.prefers("redis", cache::ping);
            health.prefers("kafka", kafka::check);
            health.requires("keys", tokens::check);
            // What is cached is served without PostgreSQL, and everything is without Redis.
            health.requires("catalogue", () -> Future.any(Postgres.ping(pool), cache.ping())
                    .compose(_ -> Future.succeededFuture(), _ -> Future.failedFuture("neither postgres nor redis")));
            return deploy(() -> relay, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                    .compose(_ -> serve())
                    .map(port -> new RunningService(NAME, port, this::stop))
                    .onFailure(_ -> {
                        var _ = stop();
                    });
        }

        /** All instances share the port. */
        private Future<Integer> serve() {
            HttpSettings given = settings.http();
            HttpSettings http = new HttpSettings(
                    given.host(),
                    given.port() == 0 ? ANY_SHARED_PORT : given.port(),
                    given.mostBodyBytes(),
                    given.idleTimeout());
            Deque<MetadataVerticle> instances = new ConcurrentLinkedDeque<>();
            return deploy(
                            () -> {
                                MetadataVerticle instance = verticle(new ApiServer(vertx, http, tokens, NAME));
                                instances.add(instance);
                                return instance;
                            },
                            new DeploymentOptions()
                                    .setThreadingModel(ThreadingModel.VIRTUAL_THREAD)
                                    .setInstances(settings.instances()))
                    .map(_ -> instances.getFirst().port());
        }

        private MetadataVerticle verticle(ApiServer api) {
            LinkSettings given = settings.links();
            EdgeLinks links = new EdgeLinks(given.edge(), given.validFor(), given.keys(), context.clock());
            Views views = new Views(new Catalogue(cache, new CatalogueStore(pool)), links);
            return new MetadataVerticle(
                    api,
                    new CatalogueHandler(views, new CatalogueLists(pool)),
                    new SearchHandler(new SearchStore(pool), views),
                    new PlaybackHandler(views, links),
                    new LyricsHandler(new LyricsStore(pool)),
                    new ImportHandler(new Importer(pool, cache, relay::wake, context.clock())),
                    new UnavailableHandler(new UnavailableTracks(pool)));
        }

        private Future<Void> deploy(Supplier<VerticleBase> verticles, DeploymentOptions options) {
            return vertx.deployVerticle(verticles, options)
                    .onSuccess(deployments::addFirst)
                    .mapEmpty();
        }

        private Future<Void> stop() {
            Future<Void> stopped = Future.succeededFuture();
            for (String deployment : deployments) {
                stopped = stopped.eventually(() -> vertx.undeploy(deployment));
            }
            return stopped.eventually(publisher::close)
                    .eventually(kafka::close)
                    .eventually(redis::close)
                    .eventually(pool::close);
        }
    }
}
