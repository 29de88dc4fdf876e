package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.AccountsUnderTest.Answer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when too much is asked, or too late. */
final class AccountLimitsIT {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    static Path folder;

    private static AccountsUnderTest accounts;

    @BeforeAll
    static void start() throws Exception {
        accounts = new AccountsUnderTest(
                folder,
                Map.of(
                        "account.hashThreads", "1",
                        "account.hashQueue", "2",
                        "account.failuresPerAddress", "12"));
    }

    @AfterAll
    static void stop() throws Exception {
        accounts.close();
    }

    @Test
    void logIn_tenFailuresOfAnAccount_locksItForAWhile() {
        assertEquals(201, accounts.signUp("victim@example.org").status());
        for (int i = 0; i < 10; i++) {
            assertEquals(401, accounts.logIn("victim@example.org", "guess " + i).status());
        }
        Answer locked = accounts.logIn("victim@example.org", PASSWORD);
        assertEquals(429, locked.status());
        int seconds = Integer.parseInt(locked.header("Retry-After"));
        assertTrue(seconds > 800 && seconds <= 900, "Retry-After: " + seconds);

        accounts.clock.advance(Duration.ofSeconds(seconds + 1));
        assertEquals(200, accounts.logIn("victim@example.org", PASSWORD).status());
    }

    @Test
    void logIn_failuresFromAnAddress_lockTheAddressAlone() {
        assertEquals(201, accounts.signUp("neighbour@example.org").status());
        String[] attacker = {"X-Forwarded-For", "10.0.0.1, 203.0.113.7"};
        for (int i = 0; i < 12; i++) {
            assertEquals(
                    401,
                    accounts.logIn("someone%d@example.org".formatted(i), "a guess", attacker)
                            .status());
        }
        assertEquals(
                429, accounts.logIn("neighbour@example.org", PASSWORD, attacker).status());
        assertEquals(
                200,
                accounts.logIn("neighbour@example.org", PASSWORD, "X-Forwarded-For", "203.0.113.8")
                        .status());
    }

    @Test
    void logIn_thatSucceeds_doesNotCount() {
        assertEquals(201, accounts.signUp("regular@example.org").status());
        for (int i = 0; i < 14; i++) {
            assertEquals(
                    200,
                    accounts.logIn("regular@example.org", PASSWORD, "X-Forwarded-For", "203.0.113.9")
                            .status());
        }
    }

    @Test
    void logIn_flood_isTurnedAwayAndOthersAreServed() {
        List<CompletableFuture<Answer>> flood = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            flood.add(accounts.postAsync(
                    "/v1/sessions",
                    new JsonObject()
                            .put("email", "flood%d@example.org".formatted(i))
                            .put("password", "whatever it is")
                            .encode()));
        }
        assertEquals(200, accounts.post("/v1/sessions/guest", null).status());
        List<Integer> statuses = flood.stream()
                .map(answer -> answer.orTimeout(60, TimeUnit.SECONDS).join().status())
                .distinct()
                .sorted()
                .toList();
        assertEquals(List.of(401, 503), statuses);
        assertEquals(1, accounts.meters.get("legato.executor.pool.max").gauge().value());
    }

    @Test
    void refresh_justRotatedToken_isGoodForTenSecondsOnly() {
        Answer first = accounts.post("/v1/sessions/guest", null);
        String used = first.text("refreshToken");
        String next = accounts.refresh(used).text("refreshToken");
        accounts.clock.advance(Duration.ofSeconds(8));
        assertEquals(200, accounts.refresh(used).status());
        accounts.clock.advance(Duration.ofSeconds(8));
        assertEquals(401, accounts.refresh(used).status());
        assertEquals(401, accounts.refresh(next).status());
    }

    @Test
    void refresh_idleForThirtyDays_hasEnded() {
        String token = accounts.post("/v1/sessions/guest", null).text("refreshToken");
        accounts.clock.advance(Duration.ofDays(29));
        String next = accounts.refresh(token).text("refreshToken");
        accounts.clock.advance(Duration.ofDays(29));
        String last = accounts.refresh(next).text("refreshToken");
        accounts.clock.advance(Duration.ofDays(31));
        assertEquals(401, accounts.refresh(last).status());
    }
}
