package dev.legato.account;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.embedded.PostgresOutage;
import dev.legato.runtime.health.Health;
import dev.legato.testing.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL breaks under account-api. */
final class PostgresOutageIT {
    private static final String EMAIL = "clara@example.org";

    @TempDir
    private Path folder;

    private final EmbeddedPostgres postgres = EmbeddedPostgres.temporary();
    private AccountsUnderTest accounts;

    @BeforeEach
    void start() throws Exception {
        accounts = new AccountsUnderTest(postgres.uri(), folder, Map.of());
        accounts.health().enter(Health.State.RUNNING);
        assertEquals(201, accounts.signUp(EMAIL).status());
    }

    @AfterEach
    void stop() throws Exception {
        accounts.close();
        postgres.close();
    }

    @Test
    void postgresFrozenKilledAndStarted_noRequestFailsOtherwiseThanWith503() throws Exception {
        Answer session = accounts.logIn(EMAIL, "correct horse battery");
        String[] bearer = AccountsUnderTest.bearer(session);
        String[] other = AccountsUnderTest.bearer(accounts.logIn(EMAIL, "correct horse battery"));
        new PostgresOutage(
                        postgres,
                        Map.of(
                                "signUp", () -> accounts.signUp(EMAIL).response(),
                                "getMe", () -> accounts.get("/v1/me", bearer).response(),
                                "logIn",
                                        () -> accounts.logIn(EMAIL, "correct horse battery")
                                                .response(),
                                "logInAsGuest",
                                        () -> accounts.post("/v1/sessions/guest", null)
                                                .response(),
                                "refreshSession",
                                        () -> accounts.refresh(session.text("refreshToken"))
                                                .response(),
                                "logOut",
                                        () -> accounts.delete("/v1/sessions/current", other)
                                                .response(),
                                "issueToken",
                                        () -> accounts.form("grant_type=refresh_token&refresh_token="
                                                        + session.text("refreshToken"))
                                                .response(),
                                "getKeys",
                                        () -> accounts.get("/oauth2/jwks.json").response()))
                .run();
    }

    @Test
    void readiness_withoutPostgres_staysTrueForTheKeys() throws Exception {
        postgres.kill();
        eventually(() -> state().startsWith("down"));
        assertTrue(accounts.health().readiness().await().ready());
        assertEquals(200, accounts.get("/oauth2/jwks.json").status());
        postgres.restart();
        eventually(() -> state().equals("up"));
    }

    private String state() {
        return accounts.health().readiness().await().dependencies().get("postgres");
    }
}
