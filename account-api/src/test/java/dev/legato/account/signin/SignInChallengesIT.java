package dev.legato.account.signin;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.vault.MasterKey;
import dev.legato.account.vault.Vault;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Challenges that are stored when they are spent, and not before. */
final class SignInChallengesIT {
    private static final Instant NOW = Instant.parse("2026-11-22T08:30:00Z");
    private static final Optional<String> ANYBODY = Optional.empty();

    private final Vertx vertx = Vertx.vertx();
    private final Vault vault = Vault.inMemory(MasterKey.of(new byte[MasterKey.BYTES]));
    private Pool pool;

    @BeforeEach
    void open() throws Exception {
        pool = Postgres.open(vertx, new PostgresSettings(SharedBackends.postgres(), 2), "account")
                .await(60, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        vertx.close().await(30, TimeUnit.SECONDS);
    }

    @Test
    void challenge_ofOurs_isPendingForItsAccountUntilItExpires() {
        String anybodys = at(NOW).create(ANYBODY);
        String claras = at(NOW).create(Optional.of("clara"));
        assertTrue(at(NOW).isPending(ANYBODY, anybodys));
        assertTrue(at(NOW).isPending(Optional.of("clara"), claras));
        assertFalse(at(NOW).isPending(Optional.of("clara"), anybodys));
        assertFalse(at(NOW).isPending(ANYBODY, claras));
        assertFalse(at(NOW).isPending(Optional.of("robert"), claras));
        assertTrue(at(NOW.plus(SignInChallenges.LIFE).minusSeconds(1)).isPending(ANYBODY, anybodys));
        assertFalse(at(NOW.plus(SignInChallenges.LIFE)).isPending(ANYBODY, anybodys));
    }

    @Test
    void challenge_ofOthers_isNotPending() {
        String ours = at(NOW).create(ANYBODY);
        for (int i = 0; i < ours.length(); i += 7) {
            char other = ours.charAt(i) == 'A' ? 'B' : 'A';
            assertFalse(at(NOW).isPending(ANYBODY, ours.substring(0, i) + other + ours.substring(i + 1)));
        }
        for (String text : new String[] {"", "A", "!", ours.substring(0, 30), ours + "AAAA"}) {
            assertFalse(at(NOW).isPending(ANYBODY, text), text);
        }
    }

    @Test
    void challenge_spent_isNotSpentAgain() throws Exception {
        String challenge = at(NOW).create(ANYBODY);
        assertTrue(onVirtualThread(() -> at(NOW).spend(challenge)));
        assertFalse(onVirtualThread(() -> at(NOW).spend(challenge)));
        assertFalse(onVirtualThread(() -> at(NOW).spend(challenge + "=")), "the same bytes");
    }

    private SignInChallenges at(Instant now) {
        Clock clock = Clock.fixed(now, ZoneOffset.UTC);
        SecureRandom random = new SecureRandom();
        return new SignInChallenges(vault, new OneTimeTokens(pool, vault, random, clock), random, clock);
    }

    private static <T> T onVirtualThread(Callable<T> work) throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            return threads.submit(work).get(60, TimeUnit.SECONDS);
        }
    }
}
