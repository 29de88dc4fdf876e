package dev.legato.metadata;

import dev.legato.contracts.LegatoService;
import dev.legato.metadata.api.CatalogueHandler;
import dev.legato.metadata.api.EdgeLinks;
import dev.legato.metadata.api.LyricsHandler;
import dev.legato.metadata.api.PlaybackHandler;
import dev.legato.metadata.api.UnavailableHandler;
import dev.legato.metadata.api.Views;
import dev.legato.metadata.cache.Catalogue;
import dev.legato.metadata.cache.CatalogueCache;
import dev.legato.metadata.cache.CatalogueChanges;
import dev.legato.metadata.catalogue.CatalogueLists;
import dev.legato.metadata.catalogue.CatalogueStore;
import dev.legato.metadata.catalogue.LyricsStore;
import dev.legato.metadata.catalogue.UnavailableTracks;
import dev.legato.metadata.importing.AliasHandler;
import dev.legato.metadata.importing.CatalogueAnnouncement;
import dev.legato.metadata.importing.ImportHandler;
import dev.legato.metadata.importing.Importer;
import dev.legato.metadata.purge.EdgePurge;
import dev.legato.metadata.purge.PurgeSettings;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.health.Health;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.http.HttpSettings;
import dev.legato.runtime.kafka.ConsumerVerticle;
import dev.legato.runtime.kafka.DeadLetters;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.KafkaProbe;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.postgres.Database;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.RelayVerticle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Clock;

/** Builds and starts metadata-api: catalogue and playback links. */
public final class MetadataService implements Service {
    private static final String NAME = LegatoService.METADATA.label();

    /** A free port for all instances: Vert.x shares it among servers that ask for the same number below 0. */
    private static final int ANY_SHARED_PORT = -8102;

    /** Who writes the catalogue, so that what it has written is what is read, and nothing older is put into the cache. */
    private static final String CATALOGUE = "catalogue";

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
        return ServiceDeployment.start(NAME, context.vertx(), deployment -> Database.await(
                        context.vertx(), context.health(), context.meters(), settings.postgres(), NAME)
                .compose(database -> start(context, deployment, deployment.opened(database, Database::close))));
    }

    private Future<Integer> start(ServiceContext context, ServiceDeployment deployment, Database database) {
        Pool pool = database.pool();
        Vertx vertx = context.vertx();
        Redis redis = deployment.opened(settings.redis().connect(vertx), Redis::close);
        KafkaProbe kafka = deployment.opened(new KafkaProbe(vertx, settings.kafka()), KafkaProbe::close);
        EventPublisher publisher = deployment.opened(
                EventPublisher.create(vertx, settings.kafka(), "metadata-api"), EventPublisher::close);
        RelayVerticle relay = new RelayVerticle(
                pool,
                publisher,
                NAME,
                context.meters(),
                new CatalogueAnnouncement(settings.kafka(), pool, context.clock()));
        CatalogueCache cache = new CatalogueCache(
                vertx,
                redis,
                deployment.opened(settings.redis().connect(vertx), Redis::close),
                settings.redis().mode(),
                settings.cache(),
                new CatalogueStore(database.reads(CATALOGUE)),
                context.meters(),
                context.clock(),
                System::nanoTime,
                new SecureRandom());
        TokenVerifier tokens =
                deployment.opened(new TokenVerifier(vertx, settings.tokens(), context.clock()), TokenVerifier::close);
        Health health = context.health();
        health.prefers("postgres", () -> Postgres.ping(pool));
        health.prefers("redis", cache::ping);
        health.prefers("kafka", kafka::check);
        health.requires("keys", tokens::check);
        // What is cached is served without PostgreSQL, and everything is without Redis.
        health.requires("catalogue", () -> Future.any(Postgres.ping(database.reads()), cache.ping())
                .compose(_ -> Future.succeededFuture(), _ -> Future.failedFuture("neither postgres nor redis")));
        HttpSettings http = sharedByInstances(settings.http());
        return deployment
                .deploy(ServiceDeployment.virtualThreads(), () -> relay)
                .compose(_ -> deployment.deploy(ServiceDeployment.eventLoop(), cache::feed))
                .compose(_ -> deployEvictions(context, deployment, cache))
                .compose(_ -> deployPurges(context, deployment))
                .compose(_ -> deployment.serve(
                        ServiceDeployment.virtualThreads().setInstances(settings.instances()),
                        () -> api(new ApiServer(vertx, http, tokens, NAME), context.clock(), database, cache, relay)
                                .listen()));
    }

    private Future<Void> deployEvictions(ServiceContext context, ServiceDeployment deployment, CatalogueCache cache) {
        KafkaSettings kafka = settings.kafka();
        CatalogueChanges changes = new CatalogueChanges(cache, settings.cache(), context.clock());
        DeadLetters deadLetters = new DeadLetters("legato-catalogue-cache", context.meters(), context.clock());
        return deployment.deploy(
                ServiceDeployment.virtualThreads(),
                () -> new ConsumerVerticle<>(kafka, () -> changes.consumer(context.vertx(), kafka, deadLetters)));
    }

    private Future<Void> deployPurges(ServiceContext context, ServiceDeployment deployment) {
        PurgeSettings purge = settings.purge();
        KafkaSettings kafka = settings.kafka();
        DeadLetters deadLetters = new DeadLetters("legato-edge-purge", context.meters(), context.clock());
        return Future.all(purge.edges().stream()
                        .map(edge -> deployment.opened(new EdgePurge(edge, purge.key())))
                        .map(edge -> deployment.deploy(
                                ServiceDeployment.virtualThreads(),
                                () -> new ConsumerVerticle<>(
                                        kafka, () -> edge.consumer(context.vertx(), kafka, deadLetters))))
                        .toList())
                .mapEmpty();
    }

    private ApiServer api(ApiServer api, Clock clock, Database database, CatalogueCache cache, RelayVerticle relay) {
        Pool reads = database.reads(CATALOGUE);
        LinkSettings given = settings.links();
        EdgeLinks links = new EdgeLinks(given.edge(), given.validFor(), given.keys(), clock);
        Catalogue cached = new Catalogue(cache);
        Views views = new Views(cached, links);
        CatalogueHandler catalogue = new CatalogueHandler(views, new CatalogueLists(reads));
        PlaybackHandler playback = new PlaybackHandler(views, links);
        LyricsHandler lyrics = new LyricsHandler(new LyricsStore(reads), views);
        Importer importer = new Importer(database.writes(CATALOGUE), cache, relay::wake, clock);
        ImportHandler imports = new ImportHandler(importer);
        AliasHandler aliases = new AliasHandler(importer, cached);
        UnavailableHandler unavailable = new UnavailableHandler(new UnavailableTracks(reads));
        return api.on("getTrack", catalogue::track)
                .on("getTracks", catalogue::tracks)
                .on("getAlbums", catalogue::albums)
                .on("getAlbum", catalogue::album)
                .on("getAlbumTracks", catalogue::albumTracks)
                .on("getArtist", catalogue::artist)
                .on("getArtistAlbums", catalogue::artistAlbums)
                .on("putArtistAliases", aliases::put)
                .on("getArtistAliases", aliases::get)
                .on("getPlayback", playback::playback)
                .on("getLyrics", lyrics::lyrics)
                .on("putTrack", imports::put)
                .on("deleteTrack", imports::remove)
                .on("putAvailability", imports::setAvailability)
                .on("getUnavailableTracks", unavailable::list)
                .on("purgeTrack", imports::purge);
    }

    private static HttpSettings sharedByInstances(HttpSettings http) {
        return new HttpSettings(
                http.host(),
                http.port() == 0 ? ANY_SHARED_PORT : http.port(),
                http.mostBodyBytes(),
                http.idleTimeout(),
                http.tls());
    }
}
