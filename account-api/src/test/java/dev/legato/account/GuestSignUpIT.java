package dev.legato.account;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.Answer;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A guest of the web player who makes an account on the pages, and the web player's redirect URIs. */
final class GuestSignUpIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String AUTHORIZE =
            "/oauth2/authorize?response_type=code&client_id=legato-web&state=s&scope=openid"
                    + "&code_challenge_method=S256&code_challenge=E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM&redirect_uri=";

    @TempDir
    static Path folder;

    private static AccountsUnderTest accounts;

    @BeforeAll
    static void start() throws Exception {
        accounts = new AccountsUnderTest(folder, Map.of("links.hosts", "music.home"));
    }

    @AfterAll
    static void stop() throws Exception {
        accounts.close();
    }

    @Test
    void signUp_withTheGuestsTicket_makesTheGuestAnAccountAndEndsItsSessions() throws Exception {
        Answer guest = accounts.post("/v1/sessions/guest", null);
        String id = idOf(guest);
        String ticket = ticketOf(guest);
        Answer made = signUp(new Browser(accounts), ticket, "clara@example.org", "");
        assertEquals(303, made.status(), made.body());
        assertEquals(id, idOf(accounts.logIn("clara@example.org", PASSWORD)));
        assertEquals(
                401,
                accounts.refresh(guest.json().getString("refreshToken")).status(),
                "whoever gave the ticket is out");
        eventually(() -> accounts.get("/v1/me", AccountsUnderTest.bearer(guest)).status() == 401);

        Answer second = signUp(new Browser(accounts), ticket, "second@example.org", "");
        assertEquals(303, second.status());
        assertNotEquals(id, idOf(accounts.logIn("second@example.org", PASSWORD)), "a ticket is good once");
    }

    @Test
    void signUp_thatFails_leavesTheTicket() {
        Answer guest = accounts.post("/v1/sessions/guest", null);
        String guestId = idOf(guest);
        String ticket = ticketOf(guest);
        accounts.signUp("taken@example.org");
        assertEquals(
                409,
                signUp(new Browser(accounts), ticket, "taken@example.org", "").status());
        assertEquals(
                303,
                signUp(new Browser(accounts), ticket, "free@example.org", "").status());
        assertEquals(guestId, idOf(accounts.logIn("free@example.org", PASSWORD)));
    }

    @Test
    void ticket_ofAnAccount_isForbidden() {
        accounts.signUp("has@example.org");
        assertEquals(
                403,
                accounts.post(
                                "/account/guest",
                                null,
                                AccountsUnderTest.bearer(accounts.logIn("has@example.org", PASSWORD)))
                        .status());
        assertEquals(401, accounts.post("/account/guest", null).status());
    }

    @Test
    void signUp_fromAnApplication_goesOnToIt() {
        Browser browser = new Browser(accounts);
        String target = AUTHORIZE + "http%3A%2F%2Flocalhost%3A8080%2Fsigned-in";
        Answer signIn = browser.get(target);
        assertTrue(signIn.header("location").startsWith("/account/signin?continue="), signIn.header("location"));
        String page = browser.get(signIn.header("location")).body();
        String link = page.replaceAll("(?s).*href=\"(/account/signup[^\"]*)\".*", "$1")
                .replace("&amp;", "&");
        String form = browser.get(link).body();
        String next = form.replaceAll("(?s).*name=\"continue\" value=\"([^\"]*)\".*", "$1")
                .replace("&amp;", "&");
        Answer made = browser.submit("/account/signup", fields("goes-on@example.org", next));
        assertEquals(303, made.status());
        Answer issued = browser.get(made.header("location"));
        assertTrue(issued.header("location").startsWith("http://localhost:8080/signed-in?"), issued.header("location"));
        assertTrue(issued.header("location").contains("code="), issued.header("location"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.test/", "//evil.test/", "/account/security", "javascript:alert(1)"})
    void signUp_toElsewhere_goesToTheAccount(String target) {
        Answer made = signUp(
                new Browser(accounts), "", "elsewhere%d@example.org".formatted(Math.abs(target.hashCode())), target);
        assertEquals(303, made.status());
        assertEquals("/account", made.header("location"));
    }

    /** The answer goes to the origin that was asked, by a name of ours, or to the issuer's. */
    @ParameterizedTest
    @CsvSource({
        "music.home:8080, http://music.home:8080/signed-in, true",
        "music.home, http://music.home/signed-in, true",
        "127.0.0.1:18080, http://127.0.0.1:18080/signed-in, true",
        "127.0.0.1:18080, http://localhost:8080/signed-in, true",
        "127.0.0.1:18080, http://127.0.0.1:9999/signed-in, false",
        "127.0.0.1:18080, http://127.0.0.1:18080/other, false",
        "music.home:8080, http://127.0.0.1:8080/signed-in, false",
        "evil.test, http://evil.test/signed-in, false",
        "evil.test, http://music.home/signed-in, false",
        "music.home:8080, https://music.home:8080/signed-in, false"
    })
    void authorize_underAnotherName_answersToThatNameAlone(String host, String redirect, boolean allowed) {
        Answer answer = accounts.get(AUTHORIZE + Browser.encode(redirect), "X-Forwarded-Host", host);
        assertEquals(allowed ? 303 : 400, answer.status(), answer.body());
        assertFalse(answer.header("location").contains("evil"), answer.header("location"));
    }

    @ParameterizedTest
    @CsvSource({"music.home:8080, http://music.home:8080/, 303", "evil.test, http://evil.test/, 400"})
    void logout_underAnotherName_goesBackToThatNameAlone(String host, String back, int status) {
        Answer answer = accounts.get(
                "/oauth2/logout?client_id=legato-web&post_logout_redirect_uri=" + Browser.encode(back),
                "X-Forwarded-Host",
                host);
        assertEquals(status, answer.status(), answer.body());
        if (status == 303) {
            assertEquals(URI.create(back), URI.create(answer.header("location")));
        }
    }

    private static String idOf(Answer session) {
        return new JsonObject(accounts.get("/v1/me", AccountsUnderTest.bearer(session))
                        .body())
                .getString("id");
    }

    private static String ticketOf(Answer guest) {
        Answer answer = accounts.post("/account/guest", null, AccountsUnderTest.bearer(guest));
        assertEquals(204, answer.status(), answer.body());
        String cookie = answer.header("set-cookie");
        assertTrue(cookie.contains("HttpOnly; SameSite=Lax"), cookie);
        return cookie.split(";", 2)[0];
    }

    private static Answer signUp(Browser browser, String ticket, String email, String target) {
        browser.with(ticket).get("/account/signup");
        return browser.submit("/account/signup", fields(email, target));
    }

    private static Map<String, String> fields(String email, String target) {
        Map<String, String> fields =
                new HashMap<>(Map.of("email", email, "name", "Clara", "password", PASSWORD, "continue", target));
        fields.put("invitation", "");
        fields.put("first", "");
        return fields;
    }
}
