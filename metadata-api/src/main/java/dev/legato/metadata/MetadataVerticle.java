package dev.legato.metadata;

import dev.legato.metadata.api.CatalogueHandler;
import dev.legato.metadata.api.LyricsHandler;
import dev.legato.metadata.api.PlaybackHandler;
import dev.legato.metadata.api.SearchHandler;
import dev.legato.metadata.api.UnavailableHandler;
import dev.legato.metadata.importing.ImportHandler;
import dev.legato.runtime.http.ApiServer;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpServer;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Serves metadata-api. Runs on virtual threads; several instances may share the port. */
final class MetadataVerticle extends VerticleBase {
    private static final int DRAIN_SECONDS = 10;

    private final ApiServer api;
    private volatile @Nullable HttpServer server;

    MetadataVerticle(
            ApiServer api,
            CatalogueHandler catalogue,
            SearchHandler search,
            PlaybackHandler playback,
            LyricsHandler lyrics,
            ImportHandler imports,
            UnavailableHandler unavailable) {
        this.api = api.on("getTrack", catalogue::track)
                .on("getTracks", catalogue::tracks)
                .on("getAlbums", catalogue::albums)
                .on("getAlbum", catalogue::album)
                .on("getAlbumTracks", catalogue::albumTracks)
                .on("getArtist", catalogue::artist)
                .on("getArtistAlbums", catalogue::artistAlbums)
                .on("search", search::search)
                .on("getPlayback", playback::playback)
                .on("getLyrics", lyrics::lyrics)
                .on("putTrack", imports::put)
                .on("deleteTrack", imports::remove)
                .on("putAvailability", imports::setAvailability)
                .on("getUnavailableTracks", unavailable::list)
                .on("purgeTrack", imports::purge);
    }

    @Override
    public Future<?> start() {
        return api.listen().map(listening -> server = listening);
    }

    int port() {
        return server == null ? -1 : server.actualPort();
    }

    @Override
    public Future<?> stop() {
        return server == null ? Future.succeededFuture() : server.shutdown(DRAIN_SECONDS, TimeUnit.SECONDS);
    }
}
