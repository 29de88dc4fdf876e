package dev.legato.gateway;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a path leads. The first route that fits wins; a path under {@code /v1} or {@code /internal} that fits none
 * leads nowhere, any other leads to the web player.
 *
 * @param path matched against the whole normalized path
 * @param needsToken whether the gateway itself refuses a request without a valid token
 */
record Route(Pattern path, Upstream upstream, boolean needsToken) {
    private static final List<Route> TABLE = List.of(
            open("/v1/(accounts|sessions)(/.*)?", Upstream.ACCOUNT),
            open("/(oauth2|\\.well-known)/.*", Upstream.ACCOUNT),
            guarded("/v1/me", Upstream.ACCOUNT),
            guarded("/v1/me/playlists", Upstream.PLAYLIST),
            guarded("/v1/playlists(/.*)?", Upstream.PLAYLIST),
            guarded("/v1/events", Upstream.INGEST),
            guarded("/v1/charts/.*", Upstream.ANALYTICS),
            guarded("/v1/me/history", Upstream.ANALYTICS),
            guarded("/v1/tracks/[^/]+/stats", Upstream.ANALYTICS),
            guarded("/v1/tracks/[^/]+/similar", Upstream.RECOMMEND),
            guarded("/v1/me/recommendations", Upstream.RECOMMEND),
            guarded("/v1/search", Upstream.METADATA),
            guarded("/v1/(tracks|albums|artists)(/.*)?", Upstream.METADATA),
            open("/(?!(v1|internal)(/|$)).*", Upstream.PLAYER));

    /** The route of a normalized path, or empty if it leads nowhere. */
    static Optional<Route> of(String path) {
        return TABLE.stream()
                .filter(route -> route.path.matcher(path).matches())
                .findFirst();
    }

    private static Route open(String path, Upstream upstream) {
        return new Route(Pattern.compile(path), upstream, false);
    }

    private static Route guarded(String path, Upstream upstream) {
        return new Route(Pattern.compile(path), upstream, true);
    }
}
