package dev.legato.metadata;

import dev.legato.metadata.api.CatalogueHandler;
import dev.legato.metadata.api.PlaybackHandler;
import dev.legato.metadata.api.SearchHandler;
import dev.legato.metadata.importing.ImportHandler;
import dev.legato.runtime.http.ApiServer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** metadata-api's port. Runs on virtual threads; several instances may share the port. */
final class MetadataVerticle extends VerticleBase {
    private static final int DRAIN_SECONDS = 10;

    private final ApiServer api;
    private @Nullable HttpServer server;

    MetadataVerticle(
            ApiServer api,
            CatalogueHandler catalogue,
            SearchHandler search,
            PlaybackHandler playback,
            ImportHandler imports) {
        this.api = api.on("getTrack", catalogue::track)
                .on("getTracks", catalogue::tracks)
                .on("getAlbums", catalogue::albums)
                .on("getAlbum", catalogue::album)
                .on("getAlbumTracks", catalogue::albumTracks)
                .on("getArtist", catalogue::artist)
                .on("getArtistAlbums", catalogue::artistAlbums)
                .on("search", search::search)
                .on("getPlayback", playback::playback)
                .on("putTrack", imports::put)
                .on("deleteTrack", imports::remove);
    }

    @Override
    public Future<?> start() {
        return api.listen().onSuccess(listening -> server = listening);
    }

    int port() {
        return server == null ? -1 : server.actualPort();
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
    }
}
