package dev.legato.account;

import static dev.legato.account.AccountsUnderTest.bearer;
import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

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
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Deletion and export as account-api does them; the other services' answers are written by the tests. */
final class PrivacyIT {
    private static final String PASSWORD = "correct horse battery";

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

    @Test
    void delete_takenBackInGrace_keepsTheAccount() {
        Answer deleted = delete("{\"password\": \"%s\"}".formatted(PASSWORD), logIn());
        assertEquals(202, deleted.status());
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
        AccountAnswer answer = new AccountAnswer(account, service.label(), part);
        services.publish(
                        Topics.ACCOUNT_ANSWERS,
                        account,
                        CloudEvent.of("test", "/test", answer.eventType(), account, accounts.clock.instant(), answer))
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
