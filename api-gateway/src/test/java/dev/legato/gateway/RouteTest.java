package dev.legato.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.LegatoService;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RouteTest {
    @ParameterizedTest
    @CsvSource({
        "/, player, open",
        "/js/main.js, player, open",
        "/album/0123, player, open",
        "/v1/accounts, account, open",
        "/v1/sessions/guest, account, open",
        "/oauth2/jwks.json, account, open",
        "/.well-known/oauth-authorization-server, account, open",
        "/v1/me, account, token",
        "/v1/me/plan, account, token",
        "/v1/me/family/invitations, account, token",
        "/v1/me/devices/d1, account, token",
        "/v1/me/profile, account, token",
        "/v1/admin/accounts/a1/plan, account, token",
        "/v1/billing/events, account, open",
        "/v1/me/playlists, playlist, token",
        "/v1/me/history, analytics, token",
        "/v1/me/recommendations, recommend, token",
        "/v1/playlists/p1/items/e1, playlist, token",
        "/v1/search, search, token",
        "/v1/search/suggest, search, token",
        "/v1/me/searches, search, token",
        "/v1/admin/search/report, search, token",
        "/v1/tracks, metadata, token",
        "/v1/tracks/t1, metadata, token",
        "/v1/tracks/t1/playback, metadata, token",
        "/v1/tracks/t1/stats, analytics, token",
        "/v1/tracks/t1/similar, recommend, token",
        "/v1/albums/a1/tracks, metadata, token",
        "/v1/charts/tracks, analytics, token",
        "/v1/events, ingest, token",
    })
    void of_knownPath_leadsToItsService(String path, String upstream, String guard) {
        Route route = Route.of(path).orElseThrow();
        assertEquals(LegatoService.valueOf(upstream.toUpperCase(Locale.ROOT)), route.upstream());
        assertEquals(guard.equals("token"), route.needsToken());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/internal/v1/tracks/t1",
                "/oauth2/revocations",
                "/oauth2/revocations/",
                "/oauth2",
                "/internal",
                "/v1",
                "/v1/nothing",
                "/v1/me/nothing"
            })
    void of_unknownPath_leadsNowhere(String path) {
        assertTrue(Route.of(path).isEmpty());
    }
}
