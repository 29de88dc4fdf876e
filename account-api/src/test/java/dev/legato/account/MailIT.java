package dev.legato.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.legato.testing.Answer;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Confirmed addresses and new passwords by letters that a real SMTP server receives. */
final class MailIT {
    private static final String PASSWORD = "correct horse battery";
    private static final Pattern LINK =
            Pattern.compile("http://localhost:8080(/account/[a-z]+)\\?token=([A-Za-z0-9_-]+)");
    private static final int WAIT_MS = 20_000;

    @TempDir
    static Path folder;

    private static GreenMail post;
    private static AccountsUnderTest accounts;

    @BeforeAll
    static void start() throws Exception {
        post = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        post.start();
        accounts = new AccountsUnderTest(
                folder,
                Map.of(
                        "account.verifyMail", "true",
                        "account.smtp.host", "127.0.0.1",
                        "account.smtp.port", Integer.toString(post.getSmtp().getPort()),
                        "account.smtp.security", "none",
                        "account.smtp.from", "legato@example.org"));
    }

    @AfterAll
    static void stop() throws Exception {
        accounts.close();
        post.stop();
    }

    @Test
    void people_signUpConfirmAndReset_byLetters() throws Exception {
        Answer first = accounts.signUp("clara@example.org");
        assertEquals(202, first.status());
        Answer again = accounts.signUp("clara@example.org");
        assertEquals(first.status(), again.status());
        assertEquals(first.body(), again.body(), "the same answer for a taken address");
        assertTrue(post.waitForIncomingEmail(WAIT_MS, 2));
        String confirm = letterWith("/account/verify");
        assertTrue(letters().anyMatch(letter -> letter.contains("somebody tried to sign up")));

        assertEquals(403, accounts.logIn("clara@example.org", PASSWORD).status(), "not confirmed yet");
        Browser browser = new Browser(accounts);
        browser.get("/account/signin");
        Map<String, String> signIn = Map.of("email", "clara@example.org", "password", PASSWORD);
        assertEquals(403, browser.submit("/account/signin", signIn).status(), "not confirmed yet");
        browser.get("/account/verify?token=" + confirm);
        assertEquals(
                401,
                browser.submit("/account/verify", Map.of("token", confirm, "password", "a stranger's"))
                        .status(),
                "who did not sign up does not know the password");
        Map<String, String> verify = Map.of("token", confirm, "password", PASSWORD);
        assertEquals(200, browser.submit("/account/verify", verify).status());
        assertEquals(403, browser.submit("/account/verify", verify).status(), "once");
        browser.get("/account/signin");
        assertEquals(303, browser.submit("/account/signin", signIn).status());
        String session = accounts.logIn("clara@example.org", PASSWORD).json().getString("refreshToken");

        Browser stranger = new Browser(accounts);
        stranger.get("/account/reset");
        Answer known = stranger.submit("/account/reset", Map.of("email", "clara@example.org"));
        Answer unknown = stranger.submit("/account/reset", Map.of("email", "nobody@example.org"));
        assertEquals(known.status(), unknown.status());
        assertEquals(known.body(), unknown.body(), "the same answer for an unknown address");
        assertTrue(post.waitForIncomingEmail(WAIT_MS, 3));
        String reset = letterWith("/account/reset");

        stranger.get("/account/reset?token=" + reset);
        assertEquals(
                400,
                stranger.submit("/account/reset", Map.of("token", reset, "password", "password"))
                        .status(),
                "a common password");
        Map<String, String> change = Map.of("token", reset, "password", "battery staple correct");
        assertEquals(200, stranger.submit("/account/reset", change).status());
        assertEquals(403, stranger.submit("/account/reset", change).status(), "once");
        assertEquals("/account/signin", browser.get("/account").header("location"), "the browser is signed out");
        assertEquals(401, accounts.refresh(session).status(), "the session has ended");
        assertEquals(401, accounts.logIn("clara@example.org", PASSWORD).status());
        assertEquals(
                200,
                accounts.logIn("clara@example.org", "battery staple correct").status());
        assertEquals(3, post.getReceivedMessages().length, "nobody else was written to");
        assertFalse(letters().anyMatch(letter -> letter.contains("nobody@example.org")));
    }

    private static java.util.stream.Stream<String> letters() {
        return java.util.Arrays.stream(post.getReceivedMessages()).map(GreenMailUtil::getBody);
    }

    private static String letterWith(String path) {
        return letters()
                .map(letter -> LINK.matcher(letter.replace("=\r\n", "").replace("=3D", "=")))
                .filter(Matcher::find)
                .filter(link -> link.group(1).equals(path))
                .map(link -> link.group(2))
                .findFirst()
                .orElseThrow();
    }
}
