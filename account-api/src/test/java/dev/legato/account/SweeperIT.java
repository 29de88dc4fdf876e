package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.LoginThrottle.Limits;
import dev.legato.account.SessionStore.Session;
import dev.legato.contracts.ContentId;
import dev.legato.embedded.EmbeddedPostgres;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SweeperIT {
    private static final Duration IDLE = Duration.ofDays(30);

    @Test
    void sweep_whatHasExpired_isForgottenAndNothingElse() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.temporary()) {
            Pool pool = await(Postgres.open(vertx, new PostgresSettings(postgres.uri(), 2), "account"));
            TurnableClock clock = new TurnableClock();
            SecureRandom random = new SecureRandom();
            AccountStore accounts = new AccountStore(pool, clock);
            SessionStore sessions = new SessionStore(pool, accounts, random, clock, IDLE);
            LoginThrottle throttle = new LoginThrottle(pool, clock, new Limits(1, 1, Duration.ofMinutes(15)));
            Sweeper sweeper = new Sweeper(accounts, sessions, throttle, clock, Duration.ofMinutes(15));

            Session left = await(sessions.openFor(new Account(ContentId.random(random), null, "Left")));
            Account stays = new Account(ContentId.random(random), EmailAddress.parse("stays@example.org"), "Stays");
            assertTrue(await(accounts.add(stays, "hash")));
            var _ = await(sessions.open(stays));
            var _ = await(throttle.begin(Optional.of("203.0.113.1")));
            clock.advance(IDLE.plusDays(1));
            Session listens = await(sessions.openFor(new Account(ContentId.random(random), null, "Listens")));

            var _ = await(sweeper.sweep());
            assertEquals(1, count(pool, "sessions"));
            assertEquals(1, count(pool, "refresh_tokens"));
            assertEquals(0, count(pool, "login_failures"));
            assertTrue(await(accounts.find(left.account().id())).isEmpty());
            assertTrue(await(accounts.find(listens.account().id())).isPresent());
            assertTrue(await(accounts.find(stays.id())).isPresent());
        } finally {
            vertx.close().await(30, TimeUnit.SECONDS);
        }
    }

    private static long count(Pool pool, String table) throws Exception {
        return await(pool.query("SELECT count(*) FROM " + table).execute())
                .iterator()
                .next()
                .getLong(0);
    }

    private static <T> T await(Future<T> future) throws Exception {
        return future.await(120, TimeUnit.SECONDS);
    }
}
