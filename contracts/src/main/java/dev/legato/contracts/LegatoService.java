package dev.legato.contracts;

import java.util.List;
import java.util.Locale;

/**
 * The services, each of which can be a process of its own: the one list of their names, ports and public paths. The gateway
 * tries the paths in this order, and the first that fits wins.
 */
public enum LegatoService {
    /** Tells who is inside, and nobody else, what was revoked. */
    ACCOUNT(
            8101,
            open("/v1/(accounts|sessions)(/.*)?"),
            open("/(oauth2/(?!revocations(/|$))|\\.well-known/).*"),
            open("/(account|device)(/.*)?"),
            guarded(
                    "/v1/me(/(sessions|password|profile|factors|passkeys|recovery-codes|plan|family|avatar|devices|profiles?|deletion|exports?)(/.*)?)?"),
            guarded("/v1/admin/(people|invitations|audit|accounts)(/.*)?"),
            open("/v1/avatars/[^/]+"),
            open("/v1/billing/events")),
    PLAYLIST(8103, guarded("/v1/me/playlists"), guarded("/v1/playlists(/.*)?")),
    INGEST(8104, guarded("/v1/events")),
    ANALYTICS(8105, guarded("/v1/charts/.*"), guarded("/v1/me/history"), guarded("/v1/tracks/[^/]+/stats")),
    RECOMMEND(8106, guarded("/v1/tracks/[^/]+/similar"), guarded("/v1/me/recommendations")),
    SEARCH(8108, guarded("/v1/search(/.*)?"), guarded("/v1/me/searches(/.*)?"), guarded("/v1/admin/search(/.*)?")),
    METADATA(8102, guarded("/v1/(tracks|albums|artists)(/.*)?")),
    /** Has every path that is not the API's. */
    PLAYER(8107, open("/(?!(v1|internal|oauth2)(/|$)).*")),
    /** Is reached by signed links, not through the gateway. */
    EDGE(8081),
    GATEWAY(8080);

    private final int port;

    @SuppressWarnings("ImmutableEnumChecker") // List.of
    private final List<PublicPath> publicPaths;

    LegatoService(int port, PublicPath... publicPaths) {
        this.port = port;
        this.publicPaths = List.of(publicPaths);
    }

    /**
     * Paths that lead to a service.
     *
     * @param pattern a regular expression of the whole normalized path
     * @param needsToken whether the gateway itself refuses a request without a valid token
     */
    public record PublicPath(String pattern, boolean needsToken) {}

    private static PublicPath open(String pattern) {
        return new PublicPath(pattern, false);
    }

    private static PublicPath guarded(String pattern) {
        return new PublicPath(pattern, true);
    }

    /** Its name in commands, logs and metrics, the section of its settings and its schema, such as {@code playlist}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The port that it has by default when it runs alone. */
    public int port() {
        return port;
    }

    /** The paths under which the gateway forwards to it. */
    public List<PublicPath> publicPaths() {
        return publicPaths;
    }

    /** Whether the gateway forwards to it. */
    public boolean isBehindGateway() {
        return !publicPaths.isEmpty();
    }
}
