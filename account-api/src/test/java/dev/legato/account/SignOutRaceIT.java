package dev.legato.account;

import static dev.legato.account.AccountsUnderTest.bearer;
import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.person.AccountStore;
import dev.legato.account.person.Role;
import dev.legato.account.plan.PlanSettings;
import dev.legato.account.session.RefreshToken;
import dev.legato.account.session.SessionClaims;
import dev.legato.account.session.SessionStore;
import dev.legato.account.session.SessionStore.Presenter;
import dev.legato.account.session.SessionStore.Session;
import dev.legato.account.token.AccessTokens;
import dev.legato.account.token.Revocations;
import dev.legato.account.token.SigningKeys;
import dev.legato.account.vault.MasterKey;
import dev.legato.account.vault.Vault;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.auth.TokenSettings;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.runtime.settings.Settings;
import dev.legato.testing.Answer;
import dev.legato.testing.Call;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A refresh that another instance has under way, its refresh token used and its access token not signed yet, while the account is
 * signed out or loses a role here.
 */
final class SignOutRaceIT {
    private static final String EMAIL = "clara@example.org";
    private static final String PASSWORD = "correct horse battery";
    private static final Duration LIFE = Duration.ofMinutes(10);

    @TempDir
    private Path folder;

    private AccountsUnderTest accounts;
    private Pool pool;
    private SessionStore sessions;
    private SessionClaims claims;
    private AccessTokens tokens;

    @BeforeEach
    void start() throws Exception {
        URI postgres = SharedBackends.postgres();
        accounts = new AccountsUnderTest(postgres, folder, Map.of());
        pool = await(Postgres.open(accounts.vertx(), new PostgresSettings(postgres, 2), "account"));
        Settings settings = Settings.of(Map.of("account.masterKey", AccountsUnderTest.MASTER_KEY));
        Vault vault = await(Vault.open(pool, MasterKey.from(settings)));
        SecureRandom random = new SecureRandom();
        Revocations revocations = new Revocations(pool, accounts.clock, LIFE);
        TokenSettings issuing = TokenSettings.from(settings);
        sessions = new SessionStore(
                pool,
                new AccountStore(pool, vault, accounts.clock),
                revocations,
                random,
                accounts.clock,
                Duration.ofDays(30));
        claims = new SessionClaims(new PlansAndDevices(
                        pool, PlanSettings.from(settings), issuing.issuer(), revocations, random, accounts.clock)
                .standing());
        SigningKeys keys = new SigningKeys(accounts.vertx(), pool, vault, Duration.ofDays(30), LIFE, accounts.clock);
        await(keys.refresh());
        tokens = new AccessTokens(keys, issuing, LIFE, accounts.clock);
        assertEquals(201, accounts.signUp(EMAIL).status());
    }

    @AfterEach
    void stop() throws Exception {
        await(pool.close());
        accounts.close();
    }

    @Test
    void refresh_signedAfterARoleWasWithdrawn_isRefused() throws Exception {
        accounts.makeAdmin(EMAIL);
        Session underWay = refresh(accounts.logIn(EMAIL, PASSWORD));
        assertTrue(underWay.account().roles().contains(Role.ADMIN));
        accounts.setAdmin(EMAIL, false);
        String token = signedLater(underWay);
        eventually(() -> status(token) == 401);
    }

    /** Here, not even an instance's clock that is ahead helps: the session is revoked as well. */
    @Test
    void refresh_signedAfterAllSessionsHaveEnded_isRefused() throws Exception {
        Answer leaving = accounts.logIn(EMAIL, PASSWORD);
        Session underWay = refresh(accounts.logIn(EMAIL, PASSWORD));
        assertEquals(
                202,
                accounts.send(Call.delete("/v1/me")
                                .with(bearer(leaving))
                                .json("{\"password\": \"%s\"}".formatted(PASSWORD)))
                        .status());
        accounts.clock.advance(Duration.ofSeconds(1));
        String token = tokens.sign(claims.of(underWay).issuedAt(accounts.clock.instant()));
        eventually(() -> status(token) == 401);
    }

    @Test
    void logIn_whoseRolesChangeWhileThePasswordIsChecked_hasThoseOfNow() throws Exception {
        accounts.makeAdmin(EMAIL);
        var before = refresh(accounts.logIn(EMAIL, PASSWORD)).account();
        accounts.setAdmin(EMAIL, false);
        assertEquals(
                Set.of(Role.LISTENER), await(sessions.open(before)).account().roles());
    }

    private Session refresh(Answer session) throws Exception {
        RefreshToken token = RefreshToken.parse(session.json().getString("refreshToken"));
        return await(sessions.refresh(token, Presenter.BEARER)).orElseThrow();
    }

    private String signedLater(Session session) {
        accounts.clock.advance(Duration.ofSeconds(1));
        return tokens.sign(claims.of(session));
    }

    private int status(String token) {
        return accounts.get("/v1/me", "Authorization", "Bearer " + token).status();
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(60, TimeUnit.SECONDS);
    }
}
