package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.Answer;
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
                        "account.failuresPerAddress", "12",
                        "account.failuresByStrangers", "20",
                        "account.guestsPerAddress", "15",
                        "account.failureDelay", "1ms"));
    }

    @AfterAll
    static void stop() throws Exception {
        accounts.close();
    }

    @Test
    void logIn_tenFailuresFromElsewhere_areRefusedThereForAWhile() {
        assertEquals(201, accounts.signUp("victim@example.org").status());
        String[] elsewhere = from("203.0.113.1");
        failTenTimes("victim@example.org", elsewhere);
        Answer refused = accounts.logIn("victim@example.org", PASSWORD, elsewhere);
        assertEquals(429, refused.status());
        int seconds = Integer.parseInt(refused.header("Retry-After"));
        assertTrue(seconds > 800 && seconds <= 900, "Retry-After: " + seconds);

        accounts.clock.advance(Duration.ofSeconds(seconds + 1));
        assertEquals(
                200, accounts.logIn("victim@example.org", PASSWORD, elsewhere).status());
    }

    @Test
    void logIn_guessedFromManyNetworks_isRefusedToStrangersAndNotToTheOwner() {
        String[] home = from("203.0.113.20");
        assertEquals(201, accounts.signUp("famous@example.org", home).status());
        failTenTimes("famous@example.org", from("203.0.113.21"));
        failTenTimes("famous@example.org", from("203.0.113.22"));

        String[] another = from("203.0.113.23");
        assertEquals(
                429, accounts.logIn("famous@example.org", PASSWORD, another).status(), "a stranger");
        assertEquals(200, accounts.logIn("famous@example.org", PASSWORD, home).status(), "where the owner has been");
    }

    @Test
    void logIn_manyFailuresWhereTheOwnerHasBeen_neverDenyTheRightPassword() {
        String[] home = from("203.0.113.40");
        assertEquals(201, accounts.signUp("mistypes@example.org", home).status());
        failTenTimes("mistypes@example.org", home);
        failTenTimes("mistypes@example.org", home);
        assertEquals(200, accounts.logIn("mistypes@example.org", PASSWORD, home).status());
    }

    @Test
    void logIn_failuresFromAnAddress_areRefusedThereAndNotToItsOwners() {
        String[] shared = {"X-Forwarded-For", "10.0.0.1, 203.0.113.7"};
        assertEquals(201, accounts.signUp("inside@example.org", shared).status());
        assertEquals(201, accounts.signUp("outside@example.org").status());
        for (int i = 0; i < 12; i++) {
            assertEquals(
                    401,
                    accounts.logIn("someone%d@example.org".formatted(i), "a guess", shared)
                            .status());
        }
        assertEquals(
                429, accounts.logIn("outside@example.org", PASSWORD, shared).status());
        assertEquals(200, accounts.logIn("inside@example.org", PASSWORD, shared).status());
        assertEquals(201, accounts.signUp("later@example.org", shared).status());
        assertEquals(
                200,
                accounts.logIn("outside@example.org", PASSWORD, from("203.0.113.8"))
                        .status());
    }

    @Test
    void signUps_refusedMany_stopNoLogIn() {
        String[] home = from("203.0.113.50");
        assertEquals(201, accounts.signUp("taken@example.org").status());
        for (int i = 0; i < 12; i++) {
            assertEquals(409, accounts.signUp("taken@example.org", home).status());
        }
        assertEquals(429, accounts.signUp("taken@example.org", home).status());
        assertEquals(200, accounts.logIn("taken@example.org", PASSWORD, home).status());
    }

    @Test
    void guests_manyFromOneNetwork_areRefused() {
        String[] home = from("2001:db8:1:2::1");
        for (int i = 0; i < 15; i++) {
            assertEquals(200, accounts.post("/v1/sessions/guest", null, home).status());
        }
        assertEquals(
                429,
                accounts.post("/v1/sessions/guest", null, from("2001:db8:1:2::2"))
                        .status());
        assertEquals(
                200,
                accounts.post("/v1/sessions/guest", null, from("2001:db8:1:3::1"))
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

    private static String[] from(String address) {
        return new String[] {"X-Forwarded-For", address};
    }

    private static void failTenTimes(String email, String... headers) {
        for (int i = 0; i < 10; i++) {
            assertEquals(401, accounts.logIn(email, "guess " + i, headers).status());
        }
    }
}
