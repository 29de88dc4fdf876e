package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.Answer;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Signing in and out in a browser. */
final class SignInPagesIT {
    @TempDir
    private static Path folder;

    private static AccountsUnderTest accounts;

    private final Browser browser = new Browser(accounts);

    @BeforeAll
    static void start() throws Exception {
        accounts = new AccountsUnderTest(folder, Map.of());
        assertEquals(201, accounts.signUp("clara@example.org").status());
    }

    @AfterAll
    static void stop() throws Exception {
        accounts.close();
    }

    @Test
    void page_always_forbidsFramesScriptsAndCaches() {
        Answer page = browser.get("/account/signin");
        String policy = page.header("content-security-policy");
        assertAll(
                () -> assertEquals(200, page.status()),
                () -> assertTrue(policy.contains("default-src 'none'"), policy),
                () -> assertTrue(policy.contains("frame-ancestors 'none'"), policy),
                () -> assertFalse(policy.contains("unsafe"), policy),
                () -> assertEquals("DENY", page.header("x-frame-options")),
                () -> assertEquals("no-referrer", page.header("referrer-policy")),
                () -> assertEquals("no-store", page.header("cache-control")),
                () -> assertTrue(page.header("set-cookie").contains("HttpOnly; SameSite=Lax")));
    }

    @Test
    void page_ofGermanBrowser_speaksGerman() {
        Answer page = accounts.get("/account/signin", "Accept-Language", "fr;q=0.2, de-AT, en;q=0.5");
        assertTrue(page.body().contains("<html lang=\"de\">"), page.body());
        assertTrue(page.body().contains("Anmelden"), page.body());
    }

    @Test
    void signIn_ofRightPassword_changesCookie() {
        browser.get("/account/signin");
        String before = browser.cookie();
        Answer answer = browser.submit("/account/signin", signIn("correct horse battery"));
        assertEquals(303, answer.status(), answer.body());
        assertEquals("/account", answer.header("location"));
        assertNotEquals(before, browser.cookie());
    }

    @Test
    void signIn_ofWrongPassword_saysNotWhich() {
        browser.get("/account/signin");
        Answer wrong = browser.submit("/account/signin", signIn("wrong horse battery"));
        Answer unknown = browser.submit(
                "/account/signin", Map.of("email", "nobody@example.org", "password", "wrong horse battery"));
        assertEquals(401, wrong.status());
        assertEquals(
                lasting(wrong), lasting(unknown).replace("nobody@example.org", "clara@example.org"), "the same page");
    }

    /** A page without the challenge that is new each time. */
    private static String lasting(Answer page) {
        return page.body()
                .replaceAll("data-options=\"[^\"]*\"", "")
                .replaceAll("name=\"challenge\" value=\"[^\"]*\"", "");
    }

    @Test
    void signIn_withoutToken_isRefused() {
        browser.get("/account/signin");
        browser.forgetToken();
        assertEquals(
                403,
                browser.submit("/account/signin", signIn("correct horse battery"))
                        .status());
    }

    @Test
    void signIn_fromAnotherSite_isRefused() {
        browser.get("/account/signin");
        Answer answer =
                browser.submit("/account/signin", signIn("correct horse battery"), "Sec-Fetch-Site", "cross-site");
        assertEquals(403, answer.status());
    }

    @Test
    void signIn_ofAddedField_isRefused() {
        browser.get("/account/signin");
        Answer answer = browser.submit(
                "/account/signin",
                Map.of("email", "clara@example.org", "password", "correct horse battery", "roles", "admin"));
        assertEquals(400, answer.status());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://evil.example/",
                "//evil.example/oauth2/authorize",
                "/oauth2//evil.example",
                "/oauth2/../account/admin",
                "/oauth2/%2e%2e/account",
                "/oauth2/authorize\\@evil",
                "/oauth2\\@evil.example",
                "javascript:alert(1)",
                "/account/signout",
                "/oauth2/authorize#x",
                "/oauth2/authorize?a=%zz",
                " /oauth2/authorize",
                "/oauth2/authorize\r\nSet-Cookie: a=b"
            })
    void signIn_toElsewhere_endsAtAccount(String target) {
        browser.get("/account/signin");
        Answer answer = browser.submit(
                "/account/signin",
                Map.of("email", "clara@example.org", "password", "correct horse battery", "continue", target));
        assertEquals("/account", answer.header("location"), target);
    }

    @Test
    void signIn_toAuthorize_goesOnThere() {
        String target = "/oauth2/authorize?client_id=a&redirect_uri=https%3A%2F%2Fa.example%2Fcb&scope=openid+email";
        Answer page = browser.get("/account/signin?continue=" + Browser.encode(target));
        assertTrue(page.body().contains("value=\"/oauth2/authorize?client_id=a&amp;redirect_uri"), page.body());
        Answer answer = browser.submit(
                "/account/signin",
                Map.of("email", "clara@example.org", "password", "correct horse battery", "continue", target));
        assertEquals(target, answer.header("location"));
    }

    @Test
    void signIn_underHttps_setsHostCookie() throws Exception {
        try (AccountsUnderTest secure =
                new AccountsUnderTest(folder.resolve("secure"), Map.of("tokens.issuer", "https://music.example"))) {
            String cookie = secure.get("/account/signin").header("set-cookie");
            assertTrue(cookie.startsWith("__Host-legato="), cookie);
            assertTrue(cookie.endsWith("; Path=/; HttpOnly; SameSite=Lax; Secure"), cookie);
        }
    }

    @Test
    void signOut_always_endsSession() {
        browser.get("/account/signin");
        var _ = browser.submit("/account/signin", signIn("correct horse battery"));
        browser.get("/account/signout");
        Answer answer = browser.submit("/account/signout", Map.of());
        assertEquals(303, answer.status());
        assertTrue(answer.header("set-cookie").contains("Max-Age=0"));
    }

    private static Map<String, String> signIn(String password) {
        return Map.of("email", "clara@example.org", "password", password);
    }
}
