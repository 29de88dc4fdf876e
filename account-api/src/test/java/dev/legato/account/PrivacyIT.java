package dev.legato.account;

import static dev.legato.account.AccountsUnderTest.bearer;
import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.avatar.Pictures;
import dev.legato.account.person.EmailAddress;
import dev.legato.contracts.AccountAnswer;
import dev.legato.contracts.AccountEvent;
import dev.legato.contracts.CloudEvent;
import dev.legato.contracts.LegatoService;
import dev.legato.contracts.Topics;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.kafka.EventPublisher;
import dev.legato.runtime.kafka.KafkaSettings;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.testing.Answer;
import dev.legato.testing.Call;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Pool;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletion and export as account-api does them; the other services' answers are written by the tests. */
final class PrivacyIT {
    private static final String PASSWORD = "correct horse battery";

    /** What is issued in the second of a revocation may be taken for older. */
    private static final Duration AFTER_REVOCATION = Duration.ofSeconds(2);

    @TempDir
    private Path folder;

    private AccountsUnderTest accounts;
    private EventPublisher services;
    private Pool pool;

    @BeforeEach
    void start() throws Exception {
        URI postgres = SharedBackends.postgres();
        String kafka = SharedBackends.kafka();
        accounts = new AccountsUnderTest(
                postgres,
                folder,
                Map.of("kafka.bootstrap", kafka, "account.deletionSweep", "100ms", "account.deletionReminder", "1s"));
        services = EventPublisher.create(accounts.vertx(), new KafkaSettings(kafka, Map.of()), "services");
        pool = Postgres.open(accounts.vertx(), new PostgresSettings(postgres, 2), "account")
                .await(60, TimeUnit.SECONDS);
        assertEquals(201, accounts.signUp("clara@example.org").status());
    }

    @AfterEach
    void stop() throws Exception {
        services.close().await(60, TimeUnit.SECONDS);
        accounts.close();
    }

    @Test
    void delete_withoutOrWithAWrongPassword_isRefused() {
        Answer session = logIn();
        assertEquals(400, delete("{}", session).status());
        assertEquals(
                401, delete("{\"password\": \"wrong horse battery\"}", session).status());
        assertEquals(404, accounts.get("/v1/me/deletion", bearer(session)).status());
    }

    /** As of whoever signs in by a passkey or at a house's own provider alone. */
    @Test
    void delete_ofAnAccountWithoutPassword_takesARecentSignIn() throws Exception {
        Answer session = logIn();
        CodeFlow flow = new CodeFlow(accounts);
        Answer old = flow.tokens("clara@example.org", PASSWORD, "account-manage");
        accounts.clock.advance(Duration.ofSeconds(301));
        Answer recent = flow.tokens("clara@example.org", PASSWORD, "account-manage");
        long _ = number("WITH changed AS (UPDATE accounts SET password_hash = NULL RETURNING id)"
                + " SELECT count(*) FROM changed");
        Answer refused = deleteBy(old);
        assertEquals(401, refused.status());
        assertEquals(
                "Bearer error=\"insufficient_user_authentication\", max_age=\"300\"",
                refused.header("WWW-Authenticate"));
        assertEquals(401, delete(null, session).status(), "nobody knows when its owner has signed in");
        assertEquals(202, deleteBy(recent).status());
    }

    private Answer deleteBy(Answer tokens) {
        return accounts.send(Call.delete("/v1/me").with("Authorization", "Bearer " + tokens.text("access_token")));
    }

    @Test
    void delete_takenBackInGrace_keepsTheAccount() {
        Answer deleted = delete("{\"password\": \"%s\"}".formatted(PASSWORD), logIn());
        assertEquals(202, deleted.status());
        accounts.clock.advance(AFTER_REVOCATION);
        Answer again = logIn();
        assertEquals(
                deleted.json(), accounts.get("/v1/me/deletion", bearer(again)).json());
        assertEquals(204, accounts.delete("/v1/me/deletion", bearer(again)).status());
        assertEquals(404, accounts.delete("/v1/me/deletion", bearer(again)).status());
        accounts.clock.advance(Duration.ofDays(30));
        assertEquals(200, logIn().status());
    }

    @Test
    void delete_endsAllSessionsAtOnce() {
        Answer session = logIn();
        assertEquals(
                202,
                delete("{\"password\": \"%s\"}".formatted(PASSWORD), session).status());
        assertEquals(
                401, accounts.refresh(session.json().getString("refreshToken")).status());
    }

    @Test
    void delete_endsBrowsersAndAccessTokens() throws Exception {
        Browser browser = new Browser(accounts);
        browser.get("/account/signin");
        browser.submit("/account/signin", Map.of("email", "clara@example.org", "password", PASSWORD));
        assertEquals(200, browser.get("/account").status());
        Answer session = logIn();
        assertEquals(
                202,
                delete("{\"password\": \"%s\"}".formatted(PASSWORD), session).status());
        assertEquals("/account/signin", browser.get("/account").header("location"));
        eventually(() -> accounts.get("/v1/me", bearer(session)).status() == 401);
    }

    @Test
    void delete_ofAGuest_leavesNothingToBecomeAnAccount() throws Exception {
        Answer guest = accounts.post("/v1/sessions/guest", null);
        assertEquals(202, delete(null, guest).status());
        // Whether or not the token is known to be revoked yet, and the guest's row is there still.
        assertNotEquals(201, accounts.signUp("guest@example.org", bearer(guest)).status());
        assertEquals(201, accounts.signUp("guest@example.org").status());
        eventually(() -> accounts.get("/v1/me", bearer(guest)).status() == 401);
        eventually(() -> count("account_deletions WHERE deleted_at IS NULL") == 0);
        assertEquals(200, accounts.logIn("guest@example.org", PASSWORD).status());
    }

    @Test
    void delete_answeredBeforeTheLastTokenExpiredAndReadAfter_isNotForgotten() throws Exception {
        Answer session = logIn();
        String id = accounts.get("/v1/me", bearer(session)).json().getString("id");
        assertEquals(
                202,
                delete("{\"password\": \"%s\"}".formatted(PASSWORD), session).status());
        accounts.clock.advance(Duration.ofDays(14).plusSeconds(1));
        eventually(() -> logIn().status() == 401);
        Instant early = accounts.clock.instant();
        accounts.clock.advance(Duration.ofHours(25));
        eventually(() -> unanswered() == AccountEvent.HOLDERS.size());
        for (LegatoService service : AccountEvent.HOLDERS) {
            answer(id, service, null, early);
        }
        eventually(() -> count("account_forgotten") == AccountEvent.HOLDERS.size());
        assertEquals(1, count("account_deletions"));
        confirm(id);
        eventually(() -> count("account_deletions") == 0);
        assertEquals(0, mentions("revocations", id));
    }

    @Test
    void export_ofAccountApi_holdsAllThatItKnows() throws Exception {
        Browser browser = new Browser(accounts);
        browser.get("/account/signin");
        browser.submit("/account/signin", Map.of("email", "clara@example.org", "password", PASSWORD));
        browser.get("/account");
        browser.submit("/account", Map.of("name", "Clara", "country", "DE", "language", "de"));
        accounts.makeAdmin("clara@example.org");
        Answer session = accounts.logIn("clara@example.org", PASSWORD, "X-Forwarded-For", "203.0.113.9");
        assertEquals(
                200,
                accounts.upload("/v1/me/avatar", Pictures.png(300, 300), bearer(session))
                        .statusCode());
        assertEquals(202, accounts.post("/v1/me/export", null, bearer(session)).status());
        String export = accounts.get("/v1/me/export", bearer(session)).json().getString("id");
        String id = accounts.get("/v1/me", bearer(session)).json().getString("id");
        for (LegatoService service : AccountEvent.HOLDERS) {
            answer(id, service, new AccountAnswer.Part(export, 0, true, Map.of()));
        }
        Answer ready = eventually(() -> accounts.get("/v1/me/export", bearer(session)), answer -> "ready"
                .equals(answer.json().getString("status")));
        JsonObject own = accounts.get(ready.json().getString("link"), bearer(session))
                .json()
                .getJsonArray("account")
                .getJsonObject(0);
        assertEquals("DE", own.getString("country"));
        assertEquals("de", own.getString("language"));
        assertEquals("listener admin", own.getString("roles"));
        assertNotNull(own.getString("createdAt"));
        assertEquals(1, own.getJsonArray("sessions").size());
        byte[] picture = Base64.getDecoder()
                .decode(own.getJsonArray("avatar").getJsonObject(0).getString("base64"));
        assertEquals(256, ImageIO.read(new ByteArrayInputStream(picture)).getWidth());
        assertEquals(1, own.getJsonArray("browsers").size());
        assertTrue(own.getJsonArray("networks").encode().contains("203.0.113.9"), own::encode);
        assertEquals("grant-admin", own.getJsonArray("audit").getJsonObject(0).getString("action"));
        assertTrue(
                own.fieldNames()
                        .containsAll(List.of(
                                "profiles", "devices", "consents", "planEvents", "planChanges", "family", "passkeys")),
                own::encode);
    }

    @Test
    void dataPage_exportsDeletesAndKeeps() throws Exception {
        Browser browser = new Browser(accounts);
        assertEquals("/account/signin", browser.get("/account/data").header("location"));
        signIn(browser);
        browser.get("/account/data");
        assertEquals(
                303, browser.submit("/account/data", Map.of("action", "export")).status());
        assertEquals(404, browser.get("/account/data/export").status(), "it is not ready");
        Answer session = logIn();
        String export = accounts.get("/v1/me/export", bearer(session)).text("id");
        String id = accounts.get("/v1/me", bearer(session)).text("id");
        for (LegatoService service : AccountEvent.HOLDERS) {
            answer(id, service, new AccountAnswer.Part(export, 0, true, Map.of()));
        }
        eventually(() -> browser.get("/account/data").body().contains("/account/data/export"));
        assertTrue(browser.get("/account/data/export").body().contains("clara@example.org"));

        browser.get("/account/data");
        assertEquals(
                401,
                browser.submit("/account/data", Map.of("action", "delete", "password", "wrong horse"))
                        .status());
        browser.forgetToken();
        assertEquals(
                403,
                browser.submit("/account/data", Map.of("action", "delete", "password", PASSWORD))
                        .status());
        browser.get("/account/data");
        assertEquals(
                200,
                browser.submit("/account/data", Map.of("action", "delete", "password", PASSWORD))
                        .status());
        assertEquals("/account/signin", browser.get("/account/data").header("location"), "it is signed out");
        accounts.clock.advance(AFTER_REVOCATION);
        signIn(browser);
        assertTrue(browser.get("/account/data").body().contains("value=\"keep\""));
        assertEquals(
                303, browser.submit("/account/data", Map.of("action", "keep")).status());
        assertFalse(browser.get("/account/data").body().contains("value=\"keep\""));
    }

    private static void signIn(Browser browser) {
        browser.get("/account/signin");
        assertEquals(
                303,
                browser.submit("/account/signin", Map.of("email", "clara@example.org", "password", PASSWORD))
                        .status());
    }

    @Test
    void addresses_ofInvitations_areNotToBeGuessedFromTheTable() throws Exception {
        String email = "invited@example.org";
        String _ = accounts.administration()
                .invite("console", Optional.of(EmailAddress.parse(email)))
                .await(60, TimeUnit.SECONDS);
        assertEquals(1, count("one_time_tokens WHERE purpose = 'invitation'"));
        assertEquals(
                0,
                mentions(
                        "one_time_tokens",
                        AccountsUnderTest.sha256("log-in:" + email).substring(0, 32)));
    }

    @Test
    void signInPage_shownToStrangers_storesNothing() throws Exception {
        for (int i = 0; i < 3; i++) {
            assertTrue(accounts.get("/account/signin").body().contains("name=\"challenge\""));
        }
        assertEquals(0, count("one_time_tokens"));
    }

    @Test
    void delete_graceOver_forgetsWhenEveryServiceHasConfirmedAfterTheLastToken() throws Exception {
        Answer session = logIn();
        String id = accounts.get("/v1/me", bearer(session)).json().getString("id");
        assertEquals(
                202,
                delete("{\"password\": \"%s\"}".formatted(PASSWORD), session).status());
        accounts.clock.advance(Duration.ofDays(14).plusSeconds(1));
        eventually(() -> logIn().status() == 401);
        assertEquals(1, count("account_deletions"));

        // At once, while a token may still bring something in: that does not count.
        confirm(id);
        eventually(() -> count("account_forgotten") == AccountEvent.HOLDERS.size());
        assertEquals(1, count("account_deletions"));

        accounts.clock.advance(Duration.ofHours(25));
        eventually(() -> unanswered() == AccountEvent.HOLDERS.size());
        confirm(id);
        eventually(() -> count("account_deletions") == 0);
        eventually(() -> unanswered() == 0);
        for (String table : new String[] {"accounts", "sessions", "refresh_tokens", "known_networks", "outbox"}) {
            eventually(() -> mentions(table, id) == 0);
        }
    }

    @Test
    void delete_ofAGuest_isDueAtOnce() throws Exception {
        Answer guest = accounts.post("/v1/sessions/guest", null);
        assertEquals(202, delete(null, guest).status());
        eventually(() -> accounts.get("/v1/me", bearer(guest)).status() == 401);
    }

    @Test
    void export_collectsEveryServicesShare_andIsGoodForADayAndItsOwner() throws Exception {
        Answer session = logIn();
        Answer begun = accounts.post("/v1/me/export", null, bearer(session));
        assertEquals(202, begun.status());
        String export = begun.json().getString("id");
        String id = accounts.get("/v1/me", bearer(session)).json().getString("id");
        assertEquals("collecting", begun.json().getString("status"));
        assertNull(begun.json().getString("link"));
        assertEquals(
                404, accounts.get("/v1/me/exports/" + export, bearer(session)).status());
        assertEquals(
                export,
                accounts.post("/v1/me/export", null, bearer(session)).json().getString("id"),
                "a second request joins the first");

        for (LegatoService service : AccountEvent.HOLDERS) {
            // The later part first, and one twice.
            answer(id, service, new AccountAnswer.Part(export, 1, true, Map.of("n", 1)));
            answer(id, service, new AccountAnswer.Part(export, 0, false, Map.of("n", 0)));
            answer(id, service, new AccountAnswer.Part(export, 0, false, Map.of("n", 0)));
        }
        Answer ready = eventually(() -> accounts.get("/v1/me/export", bearer(session)), answer -> "ready"
                .equals(answer.json().getString("status")));
        Answer document = accounts.get(ready.json().getString("link"), bearer(session));
        assertEquals(200, document.status());
        assertEquals(
                "clara@example.org",
                document.json().getJsonArray("account").getJsonObject(0).getString("email"));
        assertEquals(
                "[{\"n\":0},{\"n\":1}]",
                document.json().getJsonArray("playlist").encode());
        assertEquals(0, mentions("account_export_parts", "clara@example.org"), "it is stored encrypted");

        Answer stranger = accounts.post("/v1/sessions/guest", null);
        assertEquals(
                404,
                accounts.get(ready.json().getString("link"), bearer(stranger)).status());
        accounts.clock.advance(Duration.ofHours(24).plusSeconds(1));
        eventually(() -> count("account_exports") == 0);
    }

    private Answer logIn() {
        return accounts.logIn("clara@example.org", PASSWORD);
    }

    private Answer delete(@Nullable String json, Answer session) {
        Call call = Call.delete("/v1/me").with(bearer(session));
        return accounts.send(json == null ? call : call.json(json));
    }

    private void confirm(String account) throws Exception {
        for (LegatoService service : AccountEvent.HOLDERS) {
            answer(account, service, null);
        }
    }

    private void answer(String account, LegatoService service, AccountAnswer.@Nullable Part part) throws Exception {
        answer(account, service, part, accounts.clock.instant());
    }

    private void answer(String account, LegatoService service, AccountAnswer.@Nullable Part part, Instant at)
            throws Exception {
        AccountAnswer answer = new AccountAnswer(account, service.label(), part);
        services.publish(
                        Topics.ACCOUNT_ANSWERS,
                        account,
                        CloudEvent.of("test", "/test", answer.eventType(), account, at, answer))
                .await(60, TimeUnit.SECONDS);
    }

    private long count(String table) throws Exception {
        return number("SELECT count(*) FROM " + table);
    }

    private long mentions(String table, String text) throws Exception {
        return number("SELECT count(*) FROM %1$s WHERE %1$s::text LIKE '%%%2$s%%'".formatted(table, text));
    }

    private long number(String query) throws Exception {
        return pool.query(query)
                .execute()
                .await(60, TimeUnit.SECONDS)
                .iterator()
                .next()
                .getLong(0);
    }

    private double unanswered() {
        return accounts.meters
                .get("legato.account.deletions.unanswered")
                .gauge()
                .value();
    }
}
