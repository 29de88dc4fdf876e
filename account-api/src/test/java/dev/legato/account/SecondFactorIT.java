package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.account.person.EmailAddress;
import dev.legato.account.signin.Stamps;
import dev.legato.testing.Answer;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Authenticator apps and recovery codes, on the pages and in the API. */
final class SecondFactorIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final Pattern CODE = Pattern.compile("<code>([^<]+)</code>");
    private static final Pattern TICKET = Pattern.compile("name=\"ticket\" value=\"([^\"]+)\"");

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
    void logIn_withAuthenticator_takesACodeOnceAndNoOther() {
        Owner owner = owner("app@example.org");
        Answer asked = accounts.logIn("app@example.org", PASSWORD);
        assertEquals(401, asked.status());
        assertEquals("urn:legato:problem:second-factor-needed", asked.json().getString("type"));
        String ticket = asked.json().getString("ticket");
        assertEquals(401, factor(ticket, "000000").status());
        accounts.clock.advance(Duration.ofSeconds(60));
        String code = owner.code();
        assertEquals(200, factor(ticket, code).status());
        assertEquals(401, factor(ticket, code).status(), "the ticket is used");
        String next = accounts.logIn("app@example.org", PASSWORD).json().getString("ticket");
        assertEquals(401, factor(next, code).status(), "the code is used");
    }

    @Test
    void ticket_triedFiveTimes_isGoodNoMore() {
        Owner owner = owner("tries@example.org");
        String ticket = accounts.logIn("tries@example.org", PASSWORD).json().getString("ticket");
        for (int i = 0; i < 5; i++) {
            assertEquals(401, factor(ticket, "00000" + i).status());
        }
        accounts.clock.advance(Duration.ofSeconds(60));
        assertEquals(401, factor(ticket, owner.code()).status());
    }

    @Test
    void ticket_whenAllSessionsEnd_endsAlong() throws Exception {
        Owner owner = owner("ended@example.org");
        String ticket = accounts.logIn("ended@example.org", PASSWORD).json().getString("ticket");
        var console = accounts.administration();
        var person = console.find(EmailAddress.parse("ended@example.org"))
                .await(60, TimeUnit.SECONDS)
                .orElseThrow();
        String link = console.resetLink("console", person).await(60, TimeUnit.SECONDS);
        Browser browser = new Browser(accounts);
        browser.get("/account/signin");
        assertEquals(
                200,
                browser.submit(
                                "/account/reset",
                                Map.of(
                                        "token",
                                        link.substring(link.indexOf('=') + 1),
                                        "password",
                                        "battery staple correct"))
                        .status());
        accounts.clock.advance(Duration.ofSeconds(60));
        assertEquals(401, factor(ticket, owner.code()).status());
        String next = accounts.logIn("ended@example.org", "battery staple correct")
                .json()
                .getString("ticket");
        assertEquals(200, factor(next, owner.code()).status(), "the operator's link leaves the factors");
    }

    @Test
    void recoveryCode_ofTen_signsInOnce() {
        Owner owner = owner("paper@example.org");
        assertEquals(10, owner.codes.size());
        String code = owner.codes.getFirst();
        String ticket = accounts.logIn("paper@example.org", PASSWORD).json().getString("ticket");
        assertEquals(
                200,
                factor(ticket, code.toUpperCase(java.util.Locale.ROOT).replace("-", " "))
                        .status());
        String next = accounts.logIn("paper@example.org", PASSWORD).json().getString("ticket");
        assertEquals(401, factor(next, code).status());
    }

    @Test
    void signIn_onPages_asksForTheCode() {
        Owner owner = owner("page@example.org");
        Browser browser = new Browser(accounts);
        browser.get("/account/signin");
        Answer asked = browser.submit("/account/signin", Map.of("email", "page@example.org", "password", PASSWORD));
        assertEquals(200, asked.status());
        assertFalse(asked.header("set-cookie").contains("legato="), "not signed in yet");
        Matcher ticket = TICKET.matcher(asked.body());
        assertTrue(ticket.find());
        accounts.clock.advance(Duration.ofSeconds(60));
        Answer in = browser.submit("/account/signin/code", Map.of("ticket", ticket.group(1), "code", owner.code()));
        assertEquals(303, in.status());
        assertEquals(200, browser.get("/account").status());
    }

    @Test
    void security_longAfterSignIn_asksToSignInAgain() {
        Browser browser = signedUp("stale@example.org");
        assertEquals(200, browser.get("/account/security").status());
        accounts.clock.advance(Duration.ofMinutes(16));
        assertEquals("/account/signin", browser.get("/account/security").header("location"));
        assertEquals(
                303,
                browser.submit("/account/security", Map.of("action", "totp-begin"))
                        .status());
        assertEquals(200, browser.get("/account").status(), "the rest goes on");
    }

    private static Owner owner(String email) {
        Browser browser = signedUp(email);
        browser.get("/account/security");
        Answer begun = browser.submit("/account/security", Map.of("action", "totp-begin"));
        Matcher secret = CODE.matcher(begun.body());
        assertTrue(secret.find(), begun.body());
        byte[] bits = decoded(secret.group(1));
        String code = Stamps.code(bits, accounts.clock.instant().getEpochSecond());
        Answer confirmed = browser.submit("/account/security", Map.of("action", "totp-confirm", "code", code));
        assertEquals(200, confirmed.status(), confirmed.body());
        return new Owner(
                bits,
                CODE.matcher(confirmed.body())
                        .results()
                        .map(found -> found.group(1))
                        .toList());
    }

    static Browser signedUp(String email) {
        assertEquals(201, accounts.signUp(email).status());
        Browser browser = new Browser(accounts);
        browser.get("/account/signin");
        assertEquals(
                303,
                browser.submit("/account/signin", Map.of("email", email, "password", PASSWORD))
                        .status());
        return browser;
    }

    private static Answer factor(String ticket, String code) {
        return accounts.post(
                "/v1/sessions/second-factor",
                new JsonObject().put("ticket", ticket).put("code", code).encode());
    }

    private static byte[] decoded(String base32) {
        java.math.BigInteger number = java.math.BigInteger.ZERO;
        for (char c : base32.toCharArray()) {
            number = number.shiftLeft(5).or(java.math.BigInteger.valueOf(ALPHABET.indexOf(c)));
        }
        byte[] all = number.toByteArray();
        byte[] bits = new byte[base32.length() * 5 / 8];
        int length = Math.min(all.length, bits.length);
        System.arraycopy(all, all.length - length, bits, bits.length - length, length);
        return bits;
    }

    private record Owner(byte[] secret, List<String> codes) {
        String code() {
            return Stamps.code(secret, accounts.clock.instant().getEpochSecond());
        }
    }
}
