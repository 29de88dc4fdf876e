package dev.legato.playlist;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.ServiceDeployment;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.KafkaProbe;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.runtime.postgres.Database;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.RelayVerticle;
import dev.legato.runtime.privacy.AccountRequests;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** Builds and starts playlist-api. */
public final class PlaylistService implements Service {
    private static final String NAME = LegatoService.PLAYLIST.label();
    private static final Duration SWEEP_EVERY = Duration.ofHours(1);

    private final PlaylistSettings settings;

    public PlaylistService(PlaylistSettings settings) {
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
        EventPublisher publisher =
                deployment.opened(EventPublisher.create(vertx, settings.kafka(), NAME), EventPublisher::close);
        TokenVerifier tokens =
                deployment.opened(new TokenVerifier(vertx, settings.tokens(), context.clock()), TokenVerifier::close);
        // Playlists can be read and changed without Kafka; their events wait in the outbox until the topics are there.
        RelayVerticle relay =
                new RelayVerticle(pool, publisher, NAME, context.meters(), () -> TopicSetup.ensure(settings.kafka()));
        IdempotentRequests idempotent = new IdempotentRequests(context.clock());
        PlaylistStore store = new PlaylistStore();
        EntryStore entries = new EntryStore();
        Changes changes = new Changes(database, store, relay::wake);
        ApiServer api = new ApiServer(vertx, settings.http(), tokens, NAME);
        route(api, context.clock(), database, store, entries, changes, idempotent);
        PlaylistData data = new PlaylistData(pool, store, entries, changes, context.clock());
        context.health().requires("postgres", () -> Postgres.ping(database.reads()));
        context.health().requires("keys", tokens::check);
        context.health().prefers("kafka", kafka::check);
        return deployment
                .deploy(ServiceDeployment.virtualThreads(), () -> relay)
                .compose(_ -> deployment.every(SWEEP_EVERY, () -> {
                    var _ = idempotent.removeExpired(pool);
                }))
                .compose(_ ->
                        AccountRequests.answer(context, deployment, settings.kafka(), LegatoService.PLAYLIST, data))
                .compose(_ -> deployment.serve(ServiceDeployment.virtualThreads(), api::listen));
    }

    private static void route(
            ApiServer api,
            Clock clock,
            Database database,
            PlaylistStore store,
            EntryStore entries,
            Changes changes,
            IdempotentRequests idempotent) {
        SecureRandom random = new SecureRandom();
        PlaylistHandler playlists = new PlaylistHandler(database, store, changes, idempotent, clock, random);
        ItemHandler items = new ItemHandler(entries, changes, idempotent, clock, random);
        ItemPageHandler pages = new ItemPageHandler(database, store, entries);
        var _ = api.on("createPlaylist", playlists::create)
                .on("getMyPlaylists", playlists::mine)
                .on("getPlaylist", playlists::get)
                .on("updatePlaylist", playlists::update)
                .on("deletePlaylist", playlists::delete)
                .on("getPlaylistItems", pages::list)
                .on("addPlaylistItems", items::add)
                .on("movePlaylistItems", items::move)
                .on("removePlaylistItem", items::remove);
    }
}
