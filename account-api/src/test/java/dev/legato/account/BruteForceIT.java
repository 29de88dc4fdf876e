package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.signin.Stamps;
import dev.legato.testing.Answer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Guessing is slowed down, and the owner gets in from anywhere. */
final class BruteForceIT {
    private static final String PASSWORD = "correct horse battery";
    private static final Pattern PLACE = Pattern.compile("name=\"place\" value=\"([^\"]+)\"");

    @TempDir
    static Path folder;

    private static AccountsUnderTest accounts;

    @BeforeAll
    static void start() throws Exception {
        accounts = new AccountsUnderTest(
                folder, Map.of("account.failuresByStrangers", "20", "account.failureDelay", "1ms"));
    }

    @AfterAll
    static void stop() throws Exception {
        accounts.close();
    }

    @Test
    void owner_fromElsewhereWithStamp_getsInWhileStrangersGuess() {
        String email = attacked("owner@example.org");
        String[] elsewhere = from("198.51.100.1");
        Answer refused = accounts.logIn(email, PASSWORD, elsewhere);
        assertEquals(429, refused.status());
        String stamp = Stamps.complete(refused.json().getString("stamp"));
        assertEquals(
                200, accounts.logIn(email, PASSWORD, with(elsewhere, stamp)).status());
        assertEquals(
                429,
                accounts.logIn(email, PASSWORD, with(from("198.51.100.11"), stamp))
                        .status(),
                "a stamp pays once");
    }

    @Test
    void stamp_ofAnotherAddress_paysNothing() {
        String email = attacked("first@example.org");
        String other = attacked("second@example.org");
        String[] elsewhere = from("198.51.100.2");
        String stamp = Stamps.complete(
                accounts.logIn(other, PASSWORD, elsewhere).json().getString("stamp"));
        assertEquals(
                429, accounts.logIn(email, PASSWORD, with(elsewhere, stamp)).status());
    }

    @Test
    void stamp_forUnknownAddress_isAskedForAlike() {
        attacked("known@example.org");
        guess("unknown@example.org");
        String[] elsewhere = from("198.51.100.3");
        Answer known = accounts.logIn("known@example.org", "a guess", elsewhere);
        Answer unknown = accounts.logIn("unknown@example.org", "a guess", elsewhere);
        assertEquals(429, unknown.status());
        assertEquals(known.json().fieldNames(), unknown.json().fieldNames());
        assertEquals(known.json().getInteger("bits"), unknown.json().getInteger("bits"));
    }

    @Test
    void owner_withoutScripts_getsInAfterAMinute() {
        String email = attacked("patient@example.org");
        Browser browser = new Browser(accounts, from("198.51.100.4"));
        browser.get("/account/signin");
        Answer refused = browser.submit("/account/signin", Map.of("email", email, "password", PASSWORD));
        assertEquals(429, refused.status());
        Matcher place = PLACE.matcher(refused.body());
        assertTrue(place.find(), refused.body());
        Map<String, String> form = new HashMap<>(Map.of("email", email, "password", PASSWORD));
        form.put("place", place.group(1));
        assertEquals(429, browser.submit("/account/signin", form).status(), "too early");
        accounts.clock.advance(Duration.ofSeconds(61));
        assertEquals(303, browser.submit("/account/signin", form).status());
        Browser another = new Browser(accounts, from("198.51.100.12"));
        another.get("/account/signin");
        assertEquals(429, another.submit("/account/signin", form).status(), "a place is good once");
    }

    @Test
    void stamp_whereTwoLimitsAreExceeded_isTheDearerOne() {
        String email = "twice@example.org";
        for (int network = 0; network < 8; network++) {
            for (int i = 0; i < 10; i++) {
                accounts.logIn(email, "a guess", from("192.0.2." + network));
            }
        }
        String[] here = from("192.0.2.7");
        assertEquals(20, accounts.logIn(email, "a guess", here).json().getInteger("bits"), "80 of 20, not 11 of 10");
    }

    private static String attacked(String email) {
        assertEquals(201, accounts.signUp(email, from("203.0.113.200")).status());
        guess(email);
        return email;
    }

    private static void guess(String email) {
        for (int network = 0; network < 3; network++) {
            for (int i = 0; i < 10; i++) {
                accounts.logIn(
                        email, "a guess " + i, from("203.0.113." + (network + Math.floorMod(email.hashCode(), 100))));
            }
        }
    }

    private static String[] from(String address) {
        return new String[] {"X-Forwarded-For", address};
    }

    private static String[] with(String[] headers, String stamp) {
        return new String[] {headers[0], headers[1], "Legato-Proof", stamp};
    }
}
