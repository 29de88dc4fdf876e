package dev.legato.playlist;

import dev.legato.runtime.http.ApiServer;
import dev.legato.runtime.kafka.TopicSetup;
import dev.legato.runtime.postgres.OutboxRelay;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves playlist-api and relays its events. Runs on virtual threads. */
final class PlaylistVerticle extends VerticleBase {
    private static final int DRAIN_SECONDS = 10;
    private static final long SWEEP_EVERY_MS = TimeUnit.HOURS.toMillis(1);

    private final ApiServer api;
    private final OutboxRelay relay;
    private final Runnable topics;
    private final Runnable sweep;
    private volatile @Nullable HttpServer server;

    PlaylistVerticle(
            ApiServer api,
            PlaylistHandler playlists,
            ItemHandler items,
            ItemPageHandler pages,
            OutboxRelay relay,
            Runnable topics,
            Runnable sweep) {
        this.api = api.on("createPlaylist", playlists::create)
                .on("getMyPlaylists", playlists::mine)
                .on("getPlaylist", playlists::get)
                .on("updatePlaylist", playlists::update)
                .on("deletePlaylist", playlists::delete)
                .on("getPlaylistItems", pages::list)
                .on("addPlaylistItems", items::add)
                .on("movePlaylistItems", items::move)
                .on("removePlaylistItem", items::remove);
        this.relay = relay;
        this.topics = topics;
        this.sweep = sweep;
    }

    @Override
    public Future<?> start() {
        // Playlists can be read and changed without Kafka; their events wait in the outbox until the topics are there.
        var _ = TopicSetup.eventually(vertx, topics).onSuccess(_ -> relay.start());
        var _ = vertx.setPeriodic(SWEEP_EVERY_MS, _ -> sweep.run());
        return api.listen().map(listening -> server = listening);
    }

    int port() {
        return server == null ? -1 : server.actualPort();
    }

    @Override
    public Future<?> stop() {
        relay.stop();
        return server == null ? Future.succeededFuture() : server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
    }
}
