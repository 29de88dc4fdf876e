package dev.legato.metadata.api;

import dev.legato.contracts.ContentId;
import dev.legato.metadata.catalogue.CatalogueLists;
import dev.legato.metadata.catalogue.CatalogueLists.AlbumOrder;
import dev.legato.metadata.catalogue.CatalogueLists.IdPage;
import dev.legato.runtime.http.Cursor;
import dev.legato.runtime.http.Cursor.Part;
import dev.legato.runtime.http.Page;
import dev.legato.runtime.http.PagePath;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.problem.Problem;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/** Tracks, albums and artists by id, and their lists. */
public final class CatalogueHandler {
    private static final int USUAL_ITEMS = 20;
    private static final int MAX_IDS_CHARACTERS = Request.MAX_ITEMS * (ContentId.LENGTH + 1);

    private final Views views;
    private final CatalogueLists lists;

    public CatalogueHandler(Views views, CatalogueLists lists) {
        this.views = views;
        this.lists = lists;
    }

    public Reply track(Request request) {
        return Reply.tagged(only("track", request, views.of(request)::tracks));
    }

    public Reply album(Request request) {
        return Reply.tagged(only("album", request, views.of(request)::albums));
    }

    public Reply artist(Request request) {
        return Reply.tagged(only("artist", request, views.of(request)::artists));
    }

    /** A batch: what there is of {@code ids}, in their order. */
    public Reply tracks(Request request) {
        List<String> ids = request.query("ids", CatalogueHandler::ids)
                .orElseThrow(() -> Problem.invalid(
                        "ids", "missing (expected: 1 to %d track ids, joined by commas)".formatted(Request.MAX_ITEMS)));
        return Reply.tagged(new Page<>(views.of(request).tracks(ids), null));
    }

    public Reply albums(Request request) {
        AlbumOrder order = request.query("sort", CatalogueHandler::order).orElse(AlbumOrder.NEWEST);
        int limit = request.limit(USUAL_ITEMS);
        IdPage page = lists.albums(order, cursor(request, order.cursor()), limit);
        PagePath path = new PagePath("/v1/albums").with("sort", name(order)).with("limit", limit);
        return Reply.tagged(Page.of(views.of(request).albums(page.ids()), path, page.next()));
    }

    public Reply albumTracks(Request request) {
        String album = existing("album", request, views.of(request)::albums);
        int limit = request.limit(USUAL_ITEMS);
        boolean explicit = Listener.of(request.caller()).explicit();
        IdPage page = lists.albumTracks(album, explicit, cursor(request, Part.LONG, Part.LONG, Part.ID), limit);
        PagePath path = new PagePath("/v1/albums/" + album + "/tracks").with("limit", limit);
        return Reply.tagged(Page.of(views.of(request).tracks(page.ids()), path, page.next()));
    }

    public Reply artistAlbums(Request request) {
        String artist = existing("artist", request, views.of(request)::artists);
        int limit = request.limit(USUAL_ITEMS);
        IdPage page = lists.artistAlbums(artist, cursor(request, Part.INTEGER, Part.TEXT, Part.ID), limit);
        PagePath path = new PagePath("/v1/artists/" + artist + "/albums").with("limit", limit);
        return Reply.tagged(Page.of(views.of(request).albums(page.ids()), path, page.next()));
    }

    private static <T> T only(String what, Request request, Function<Collection<String>, List<T>> views) {
        String id = id(what, request);
        return views.apply(List.of(id)).stream()
                .findFirst()
                .orElseThrow(() -> Problem.notFound("There is no %s %s.".formatted(what, id)));
    }

    private static <T> String existing(String what, Request request, Function<Collection<String>, List<T>> views) {
        var _ = only(what, request, views);
        return id(what, request);
    }

    private static String id(String what, Request request) {
        return request.path("id", text -> {
            ContentId.require(what + " id", text);
            return text;
        });
    }

    private static List<String> ids(String joined) {
        if (joined.length() > MAX_IDS_CHARACTERS) {
            throw new IllegalArgumentException("expected: 1 to %d track ids".formatted(Request.MAX_ITEMS));
        }
        List<String> ids = Arrays.stream(joined.split(",", -1)).distinct().toList();
        ids.forEach(id -> ContentId.require("track id", id));
        if (ids.size() > Request.MAX_ITEMS) {
            throw new IllegalArgumentException("expected: 1 to %d track ids".formatted(Request.MAX_ITEMS));
        }
        return ids;
    }

    private static AlbumOrder order(String text) {
        return Arrays.stream(AlbumOrder.values())
                .filter(order -> name(order).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected: newest or alphabetical"));
    }

    private static String name(AlbumOrder order) {
        return order.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Cursor> cursor(Request request, Part... form) {
        return request.query("cursor", text -> Cursor.parse(text, form));
    }
}
