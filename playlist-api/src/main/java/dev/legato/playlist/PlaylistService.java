package dev.legato.playlist;

import dev.legato.runtime.RunningService;
import dev.legato.runtime.Service;
import dev.legato.runtime.ServiceContext;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.KafkaProbe;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.runtime.postgres.OutboxRelay;
import dev.legato.runtime.postgres.Postgres;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.ThreadingModel;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Clock;

/** Builds and starts playlist-api. */
public final class PlaylistService implements Service {
    private static final String NAME = "playlist";

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
        return Postgres.await(context, settings.postgres(), NAME).compose(pool -> start(context, pool));
    }

    private Future<RunningService> start(ServiceContext context, Pool pool) {
        Vertx vertx = context.vertx();
        EventPublisher publisher = EventPublisher.create(vertx, settings.kafka(), NAME);
        KafkaProbe kafka = new KafkaProbe(vertx, settings.kafka());
        TokenVerifier tokens = new TokenVerifier(vertx, settings.tokens(), context.clock());
        PlaylistVerticle verticle = verticle(context, pool, publisher, tokens);
        context.health().requires("postgres", () -> Postgres.ping(pool));
        context.health().requires("keys", tokens::check);
        context.health().prefers("kafka", kafka::check);
        return vertx.deployVerticle(verticle, new DeploymentOptions().setThreadingModel(ThreadingModel.VIRTUAL_THREAD))
                .map(id -> new RunningService(NAME, verticle.port(), () -> vertx.undeploy(id)
                        .eventually(() -> close(publisher, kafka, pool))))
                .onFailure(_ -> {
                    var _ = close(publisher, kafka, pool);
                });
    }

    private PlaylistVerticle verticle(
            ServiceContext context, Pool pool, EventPublisher publisher, TokenVerifier tokens) {
        Vertx vertx = context.vertx();
        Clock clock = context.clock();
        SecureRandom random = new SecureRandom();
        OutboxRelay relay = new OutboxRelay(vertx, pool, publisher, NAME, context.meters());
        PlaylistStore playlists = new PlaylistStore();
        EntryStore entries = new EntryStore();
        Changes changes = new Changes(pool, playlists, relay::wake);
        IdempotentRequests idempotent = new IdempotentRequests(clock);
        return new PlaylistVerticle(
                new ApiServer(vertx, settings.http(), tokens, NAME),
                new PlaylistHandler(pool, playlists, changes, idempotent, clock, random),
                new ItemHandler(entries, changes, idempotent, clock, random),
                new ItemPageHandler(pool, playlists, entries),
                relay,
                () -> TopicSetup.ensure(settings.kafka()),
                () -> {
                    var _ = idempotent.removeExpired(pool);
                });
    }

    private static Future<Void> close(EventPublisher publisher, KafkaProbe kafka, Pool pool) {
        return publisher.close().eventually(kafka::close).eventually(pool::close);
    }
}
