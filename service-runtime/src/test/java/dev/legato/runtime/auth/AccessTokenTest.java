package dev.legato.runtime.auth;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.Entitlements;
import dev.legato.runtime.auth.Caller.SignIn;
import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessTokenTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000);
    private static final TokenSettings SETTINGS =
            new TokenSettings(TestTokens.ISSUER, "legato", URI.create("file:///jwks.json"), null);

    @Test
    void caller_everyClaim_isRead() {
        JsonObject plan = new JsonObject()
                .put("maxBitrate", 160_000)
                .put("streams", 2)
                .put("offline", false)
                .put("skipsPerHour", 6);
        JsonObject claims = TestTokens.claims(NOW, 60)
                .put("aud", new JsonArray().add("another").add("legato"))
                .put("jti", "j1")
                .put("iat", 999.25)
                .put("scope", "streaming catalogue-write streaming")
                .put("sid", "s1")
                .put("roles", new JsonArray().add("listener").add("admin"))
                .put("ent", plan)
                .put("profile", "p1")
                .put("device", "d1")
                .put("auth_time", 900)
                .put("amr", new JsonArray().add("pwd"))
                .put("cnf", new JsonObject().put("jkt", "t1"));
        assertEquals(
                new Caller(
                        "a1",
                        false,
                        Set.of("streaming", "catalogue-write"),
                        "s1",
                        "test",
                        Set.of("listener", "admin"),
                        new Entitlements(160_000, 2, false, 6),
                        "p1",
                        "d1",
                        new SignIn(Instant.ofEpochSecond(900), Set.of("pwd")),
                        new Caller.Token("j1", Instant.ofEpochMilli(999_250), NOW.plusSeconds(60), "t1")),
                caller(claims));
    }

    @Test
    void caller_claimsLeftOut_areNone() {
        Caller caller = caller(TestTokens.claims(NOW, 60));
        assertNull(caller.session());
        assertNull(caller.signIn());
        assertNull(caller.token().keyThumbprint());
        assertEquals(Set.of(), caller.scopes());
        assertEquals(Entitlements.ALL, caller.entitlements());
        assertEquals(
                Set.of(), caller(TestTokens.claims(NOW, 60).put("scope", "")).scopes());
    }

    @ParameterizedTest
    @CsvSource({
        "exp, 995.5, true",
        "exp, 995, false",
        "nbf, 1005, true",
        "nbf, 1006, false",
        "iat, 1005, true",
        "iat, 1006, false",
    })
    void caller_clocksThatDiffer_haveALeewayOfFiveSeconds(String claim, double seconds, boolean isGood) {
        JsonObject claims = TestTokens.claims(NOW, 60).put(claim, seconds);
        if (isGood) {
            assertEquals("a1", caller(claims).account());
        } else {
            assertThrows(IllegalArgumentException.class, () -> caller(claims));
        }
    }

    @Test
    void require_scopeOrRoleNotGiven_is403ThatNamesTheScope() {
        Caller caller =
                caller(TestTokens.claims(NOW, 60).put("scope", "streaming").put("guest", true));
        caller.require("streaming");
        ProblemException refused = assertThrows(ProblemException.class, () -> caller.require("playlist-read-private"));
        assertEquals(403, refused.problem().status());
        assertTrue(refused.problem().detail().contains("signing up"));
        assertEquals(
                "Bearer error=\"insufficient_scope\", scope=\"playlist-read-private\"",
                refused.challenge().orElseThrow());
        assertEquals(
                403,
                assertThrows(ProblemException.class, () -> caller.requireRole("admin"))
                        .problem()
                        .status());
    }

    private static Caller caller(JsonObject claims) {
        String token =
                encoded(TestTokens.HEADER) + '.' + encoded(claims.encode()) + '.' + TestTokens.encoded(new byte[64]);
        AccessToken parsed = AccessToken.parse(token);
        assertEquals("test", parsed.keyId());
        return parsed.caller(SETTINGS, NOW);
    }

    private static String encoded(String text) {
        return TestTokens.encoded(text.getBytes(StandardCharsets.UTF_8));
    }
}
