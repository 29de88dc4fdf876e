package dev.legato.account;

import static dev.legato.account.AccountsUnderTest.bearer;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.Scopes;
import dev.legato.runtime.auth.Caller;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.testing.Answer;
import dev.legato.testing.Eventually;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Signing up and the sessions that follow, over real sockets on a real PostgreSQL. */
final class AccountApiIT {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    static Path folder;

    private static AccountsUnderTest accounts;

    @BeforeAll
    static void start() throws Exception {
        accounts = new AccountsUnderTest(folder, Map.of());
    }

    @AfterAll
    static void stop() throws Exception {
        accounts.close();
    }

    @Test
    void signUp_newAddress_isNormalisedAndCanLogIn() {
        Answer account = accounts.signUp(" Clara.Wieck@Example.ORG ");

        assertEquals(201, account.status(), account.response().body());
        assertEquals("/v1/me", account.header("Location"));
        assertEquals(
                Set.of("id", "email", "name", "guest", "avatar"), account.json().fieldNames());
        assertEquals("clara.wieck@example.org", account.text("email"));
        assertEquals(false, account.json().getBoolean("guest"));

        Answer session = accounts.logIn("clara.wieck@EXAMPLE.org", PASSWORD);
        assertEquals(200, session.status());
        assertEquals("no-store", session.header("Cache-Control"));
        assertEquals(
                Set.of("accessToken", "refreshToken", "expiresIn", "tokenType"),
                session.json().fieldNames());
        assertEquals(600, session.json().getInteger("expiresIn"));
        assertEquals("Bearer", session.text("tokenType"));
        assertEquals(account.text("id"), accounts.get("/v1/me", bearer(session)).text("id"));
    }

    @Test
    void signUp_takenAddress_is409ThatSaysLittle() {
        assertEquals(201, accounts.signUp("taken@example.org").status());
        Answer second = accounts.signUp("Taken@example.org");

        assertEquals(409, second.status());
        assertEquals("application/problem+json", second.header("Content-Type"));
        assertEquals("urn:legato:problem:conflict", second.text("type"));
        assertFalse(second.response().body().contains("taken@"));
    }

    @Test
    void signUp_sameAddressAtTheSameTime_makesOneAccount() {
        String body = "{\"email\":\"race@example.org\",\"password\":\"correct horse battery\",\"name\":\"R\"}";
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            answers.add(accounts.postAsync("/v1/accounts", body));
        }
        List<Integer> statuses = answers.stream()
                .map(answer -> answer.orTimeout(30, TimeUnit.SECONDS).join().status())
                .sorted()
                .toList();
        assertEquals(List.of(201, 409, 409, 409, 409, 409), statuses);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"email":"nowhere","password":"12345678","name":"N"} | email
            {"password":"12345678","name":"N"} | email
            {"email":"a@example.org","password":"1234567","name":"N"} | password
            {"email":"a@example.org","password":"12345678","name":"  "} | name
            {"email":"a@example.org","password":"12345678"} | name
            {"email":7,"password":"12345678","name":"N"} | email
            {"email":"a@example.org","password":"12345678","name":"N","admin":true} | admin
            {"email":"a\\u0000@example.org","password":"12345678","name":"N"} | email
            {"email":"a@example.org\\u0000","password":"12345678","name":"N"} | email
            {"email":"a@example.org","password":"12345678","name":"N\\u0000"} | name
            {"email":["a@example.org"],"password":"12345678","name":"N"} | email
            {"email":{"a":1},"password":"12345678","name":"N"} | email
            {"email":"a@example.org","password":true,"name":"N"} | password
            {"email":null,"password":"12345678","name":"N"} | email
            [] | body
            null | body
            7 | body
            """)
    void signUp_badMember_is400WithItsName(String body, String field) {
        Answer answer = accounts.post("/v1/accounts", body);
        assertEquals(400, answer.status());
        assertEquals(field, answer.text("field"));
    }

    @Test
    void signUp_longMembersAndDeepNesting_is400WithItsName() {
        String longText = "x".repeat(100_000);
        assertEquals("email", accounts.signUp(longText + "@example.org").text("field"));
        assertEquals("email", accounts.signUp("a@" + longText + ".org").text("field"));
        Answer name = accounts.post(
                "/v1/accounts",
                "{\"email\":\"a@example.org\",\"password\":\"12345678\",\"name\":\"%s\"}".formatted(longText));
        assertEquals("name", name.text("field"));
        Answer password = accounts.logIn("a@example.org", longText);
        assertEquals(400, password.status());
        assertEquals("password", password.text("field"));
        for (String nested : new String[] {"[".repeat(50_000), "{\"email\":".repeat(20_000)}) {
            assertEquals(400, accounts.post("/v1/accounts", nested).status());
            assertEquals(400, accounts.post("/v1/sessions/refresh", nested).status());
        }
    }

    @Test
    void signUp_passwordWithNul_is400() {
        String body = "{\"email\":\"nul@example.org\",\"password\":\"1234\\u00005678\",\"name\":\"N\"}";
        assertEquals(400, accounts.post("/v1/accounts", body).status());
    }

    @Test
    void signUp_asGuest_keepsTheIdAndTheSession() {
        Answer guest = accounts.post("/v1/sessions/guest", null);
        assertEquals(200, guest.status());
        Answer me = accounts.get("/v1/me", bearer(guest));
        assertEquals(true, me.json().getBoolean("guest"));
        assertTrue(me.json().containsKey("email"));
        assertNull(me.text("email"));

        Answer account = accounts.signUp("was-guest@example.org", bearer(guest));
        assertEquals(201, account.status());
        assertEquals(me.text("id"), account.text("id"));

        JsonObject claims = claims(accounts.refresh(guest.text("refreshToken")));
        assertEquals(Scopes.FIRST_PARTY, Set.of(claims.getString("scope").split(" ")));
        assertEquals(false, claims.getBoolean("guest"));
        assertEquals(
                409, accounts.signUp("again@example.org", bearer(guest)).status(), "a guest becomes one account only");
    }

    @Test
    void signUp_badToken_is401() {
        assertEquals(
                401,
                accounts.signUp("x@example.org", "Authorization", "Bearer nonsense")
                        .status());
    }

    @Test
    void logIn_wrongPasswordOrUnknownAddress_answersAlike() {
        assertEquals(201, accounts.signUp("known@example.org").status());
        Answer wrong = accounts.logIn("known@example.org", "wrong password");
        Answer unknown = accounts.logIn("unknown@example.org", "wrong password");

        assertEquals(401, wrong.status());
        assertEquals(401, unknown.status());
        assertEquals(wrong.text("detail"), unknown.text("detail"));
        assertEquals(wrong.text("type"), unknown.text("type"));
    }

    @Test
    void logIn_refusedElsewhere_isNotToADeviceWithASessionOfTheAccount() {
        assertEquals(201, accounts.signUp("travels@example.org").status());
        assertEquals(201, accounts.signUp("another@example.org").status());
        Answer session = accounts.logIn("travels@example.org", PASSWORD);
        Answer others = accounts.logIn("another@example.org", PASSWORD);
        String[] hotel = {"X-Forwarded-For", "203.0.113.99"};
        for (int i = 0; i < 10; i++) {
            assertEquals(
                    401,
                    accounts.logIn("travels@example.org", "guess " + i, hotel).status());
        }
        assertEquals(429, accounts.logIn("travels@example.org", PASSWORD, hotel).status());
        assertEquals(
                429,
                accounts.logIn(
                                "travels@example.org",
                                PASSWORD,
                                hotel[0],
                                hotel[1],
                                bearer(others)[0],
                                bearer(others)[1])
                        .status(),
                "another account's token proves nothing");
        assertEquals(
                200,
                accounts.logIn(
                                "travels@example.org",
                                PASSWORD,
                                hotel[0],
                                hotel[1],
                                bearer(session)[0],
                                bearer(session)[1])
                        .status());
        assertEquals(200, accounts.logIn("travels@example.org", PASSWORD, hotel).status(), "known from now on");
    }

    @Test
    void accessToken_ofASession_hasItsClaimsAndVerifiesWithThePublishedKeys() throws Exception {
        Answer guest = accounts.post("/v1/sessions/guest", null);
        String token = guest.text("accessToken");
        JsonObject header = new JsonObject(decoded(token.split("\\.")[0]));
        JsonObject claims = claims(guest);

        Answer keys = accounts.get("/oauth2/jwks.json");
        assertEquals("public, max-age=300", keys.header("Cache-Control"));
        JsonObject key = keys.json().getJsonArray("keys").getJsonObject(0);
        assertEquals(key.getString("kid"), header.getString("kid"));
        assertEquals("ES256", header.getString("alg"));
        assertFalse(key.containsKey("d"), "the private part stays here");
        assertEquals(
                Set.of("iss", "aud", "sub", "client_id", "iat", "nbf", "exp", "jti", "scope", "guest", "roles", "sid"),
                claims.fieldNames());
        assertEquals("http://localhost:8080", claims.getString("iss"));
        assertEquals("at+jwt", header.getString("typ"));
        assertEquals(Scopes.GUEST, Set.of(claims.getString("scope").split(" ")));
        assertEquals(600, claims.getLong("exp") - claims.getLong("nbf"));

        TokenVerifier elsewhere =
                new TokenVerifier(accounts.vertx(), settings("http://127.0.0.1:" + accounts.port()), Clock.systemUTC());
        Caller caller = elsewhere.verify("Bearer " + token).await(10, TimeUnit.SECONDS);
        assertEquals(claims.getString("sub"), caller.account());
        assertEquals(claims.getString("sid"), caller.session());
        elsewhere.close().await(10, TimeUnit.SECONDS);
    }

    @Test
    void refresh_eachUse_rotates() {
        Answer first = accounts.post("/v1/sessions/guest", null);
        Answer second = accounts.refresh(first.text("refreshToken"));
        Answer third = accounts.refresh(second.text("refreshToken"));

        assertEquals(200, second.status());
        assertEquals(200, third.status());
        assertNotEquals(first.text("refreshToken"), second.text("refreshToken"));
        assertEquals(claims(first).getString("sid"), claims(third).getString("sid"));
    }

    @Test
    void refresh_ofAnOldToken_endsTheSession() {
        Answer first = accounts.post("/v1/sessions/guest", null);
        Answer second = accounts.refresh(first.text("refreshToken"));
        Answer third = accounts.refresh(second.text("refreshToken"));
        assertEquals(401, accounts.refresh(first.text("refreshToken")).status());
        Answer afterwards = accounts.refresh(third.text("refreshToken"));
        assertEquals(401, afterwards.status());
        assertEquals("urn:legato:problem:session-ended", afterwards.text("type"));
    }

    @Test
    void refresh_manyAtOnce_allGoOn() {
        String token = accounts.post("/v1/sessions/guest", null).text("refreshToken");
        String body = new JsonObject().put("refreshToken", token).encode();
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            answers.add(accounts.postAsync("/v1/sessions/refresh", body));
        }
        for (CompletableFuture<Answer> answer : answers) {
            assertEquals(200, answer.orTimeout(30, TimeUnit.SECONDS).join().status());
        }
        Answer lastOne = answers.getLast().join();
        assertEquals(200, accounts.refresh(lastOne.text("refreshToken")).status());
    }

    @Test
    void refresh_unknownOrMissingToken_is401Or400() {
        assertEquals(401, accounts.refresh("A".repeat(43)).status());
        assertEquals(400, accounts.refresh("A".repeat(129)).status());
        Answer missing = accounts.post("/v1/sessions/refresh", "{}");
        assertEquals(400, missing.status());
        assertEquals("refreshToken", missing.text("field"));
    }

    @Test
    void refresh_withAnExpiredAccessTokenAlong_doesNotMind() {
        String token = accounts.post("/v1/sessions/guest", null).text("refreshToken");
        Answer answer = accounts.post(
                "/v1/sessions/refresh",
                new JsonObject().put("refreshToken", token).encode(),
                "Authorization",
                "Bearer e30.e30.AA");
        assertEquals(200, answer.status());
    }

    @Test
    void logOut_currentSession_cannotBeRefreshedAndItsTokensAreRevoked() throws Exception {
        Answer guest = accounts.post("/v1/sessions/guest", null);
        assertEquals(204, accounts.delete("/v1/sessions/current", bearer(guest)).status());
        assertEquals(401, accounts.refresh(guest.text("refreshToken")).status());
        Eventually.eventually(() -> accounts.get("/v1/me", bearer(guest)).status() == 401);
    }

    @Test
    void me_withoutToken_is401() {
        Answer answer = accounts.get("/v1/me");
        assertEquals(401, answer.status());
        assertEquals("Bearer, DPoP algs=\"ES256\"", answer.header("WWW-Authenticate"));
    }

    @Test
    void openApi_isServed() {
        assertEquals("3.1.0", accounts.get("/openapi.json").text("openapi"));
    }

    private static TokenSettings settings(String base) {
        return new TokenSettings(
                URI.create("http://localhost:8080"),
                "legato",
                URI.create(base + "/oauth2/jwks.json"),
                URI.create(base + "/oauth2/revocations"));
    }

    private static JsonObject claims(Answer session) {
        return claims(session.text("accessToken"));
    }

    static JsonObject claims(String accessToken) {
        return new JsonObject(decoded(accessToken.split("\\.")[1]));
    }

    private static String decoded(String part) {
        return new String(Base64.getUrlDecoder().decode(part), StandardCharsets.UTF_8);
    }
}
