package dev.legato.search.api;

import dev.legato.contracts.AlbumView;
import dev.legato.contracts.ArtistView;
import dev.legato.contracts.CatalogueAlbum;
import dev.legato.contracts.CatalogueArtist;
import dev.legato.contracts.CatalogueTrack;
import dev.legato.contracts.LoudnessLevel;
import dev.legato.contracts.TrackView;
import dev.legato.runtime.json.Json;
import dev.legato.search.feed.DocumentsById;
import dev.legato.search.index.Hits;
import dev.legato.search.index.Hits.Hit;
import dev.legato.search.index.SearchKind;
import dev.legato.search.life.IndexKeeper;
import io.vertx.core.buffer.Buffer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * Shows hits as the catalogue itself shows them. All of it lies in the index; only an album's loudness, which changes with
 * each of its tracks, is not in the tracks' documents and is read from the album's, then remembered for a while.
 */
public final class HitViews {
    private final IndexKeeper keeper;
    private final AlbumLevels levels;

    public HitViews(IndexKeeper keeper, AlbumLevels levels) {
        this.keeper = keeper;
        this.levels = levels;
    }

    /**
     * The views of hits of one kind, in their order.
     *
     * @param urls makes an object key an absolute URL
     */
    List<?> of(SearchKind kind, List<Hit> hits, UnaryOperator<String> urls) throws IOException {
        return switch (kind) {
            case TRACK -> tracks(hits, urls);
            case ALBUM ->
                read(hits, CatalogueAlbum.class).stream()
                        .map(album -> AlbumView.of(album, urls))
                        .toList();
            case ARTIST ->
                read(hits, CatalogueArtist.class).stream()
                        .map(artist -> ArtistView.of(artist, urls))
                        .toList();
            case PLAYLIST -> List.of();
        };
    }

    private List<TrackView> tracks(List<Hit> hits, UnaryOperator<String> urls) throws IOException {
        List<CatalogueTrack> tracks = read(hits, CatalogueTrack.class);
        Map<String, Optional<LoudnessLevel>> albums =
                levels(tracks.stream().map(track -> track.album().id()).toList());
        return tracks.stream()
                .map(track -> TrackView.of(
                        track,
                        albums.getOrDefault(track.album().id(), Optional.empty())
                                .orElse(null),
                        urls))
                .toList();
    }

    private Map<String, Optional<LoudnessLevel>> levels(Collection<String> albums) throws IOException {
        Map<String, Optional<LoudnessLevel>> known = new HashMap<>(levels.known(albums));
        Collection<String> unknown = new TreeSet<>(albums);
        unknown.removeAll(known.keySet());
        if (!unknown.isEmpty()) {
            Hits found = keeper.ask(index -> DocumentsById.find(index, SearchKind.ALBUM, unknown));
            for (Hit hit : found.hits()) {
                CatalogueAlbum album = read(hit.view(), CatalogueAlbum.class);
                known.put(album.id(), Optional.ofNullable(album.loudness()));
            }
            unknown.forEach(album -> {
                var level = known.computeIfAbsent(album, _ -> Optional.empty());
                if (found.complete()) {
                    levels.put(album, level);
                }
            });
        }
        return known;
    }

    private static <T> List<T> read(List<Hit> hits, Class<T> type) throws IOException {
        List<T> read = new ArrayList<>(hits.size());
        for (Hit hit : hits) {
            read.add(read(hit.view(), type));
        }
        return read;
    }

    private static <T> T read(Buffer view, Class<T> type) throws IOException {
        return Json.read(view.getBytes(), type);
    }
}
