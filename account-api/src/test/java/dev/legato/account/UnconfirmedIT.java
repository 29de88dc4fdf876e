package dev.legato.account;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Person;
import dev.legato.embedded.SharedBackends;
import dev.legato.runtime.postgres.Postgres;
import dev.legato.runtime.postgres.PostgresSettings;
import dev.legato.testing.Answer;
import io.vertx.sqlclient.Pool;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an address is worth that nobody has shown to be his. */
final class UnconfirmedIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String EMAIL = "clara@example.org";
    private static final Pattern LINK = Pattern.compile("/account/([a-z]+)\\?token=([A-Za-z0-9_-]+)");

    @TempDir
    private Path folder;

    private GreenMail post;
    private URI postgres;

    @BeforeEach
    void start() throws Exception {
        post = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        post.start();
        postgres = SharedBackends.postgres();
    }

    @AfterEach
    void stop() {
        post.stop();
    }

    @Test
    void guest_signedUp_losesItsSessionsWhetherOrNotTheAddressIsTaken() throws Exception {
        try (AccountsUnderTest accounts = accounts(Map.of("account.verifyMail", "true"))) {
            for (int i = 0; i < 2; i++) {
                Answer guest = accounts.post("/v1/sessions/guest", null);
                assertEquals(
                        202,
                        accounts.signUp(EMAIL, AccountsUnderTest.bearer(guest)).status());
                assertEquals(
                        401,
                        accounts.refresh(guest.json().getString("refreshToken")).status());
                eventually(() ->
                        accounts.get("/v1/me", AccountsUnderTest.bearer(guest)).status() == 401);
            }
        }
    }

    @Test
    void session_ofAnUnconfirmedAccount_isNotRefreshed() throws Exception {
        String token;
        try (AccountsUnderTest accounts = accounts(Map.of())) {
            assertEquals(201, accounts.signUp(EMAIL).status());
            token = accounts.logIn(EMAIL, PASSWORD).json().getString("refreshToken");
        }
        try (AccountsUnderTest accounts = accounts(Map.of("account.verifyMail", "true"))) {
            assertEquals(403, accounts.refresh(token).status());
            String guest = accounts.post("/v1/sessions/guest", null).json().getString("refreshToken");
            assertEquals(200, accounts.refresh(guest).status());
        }
    }

    @Test
    void reset_byMail_removesFactorsOfWhoeverCameFirst_once() throws Exception {
        try (AccountsUnderTest accounts = accounts(Map.of())) {
            assertEquals(201, accounts.signUp(EMAIL).status());
            Pool pool = Postgres.open(accounts.vertx(), new PostgresSettings(postgres, 2), "account")
                    .await(60, TimeUnit.SECONDS);
            addFactor(pool);
            addLink(pool);
            assertEquals(401, accounts.logIn(EMAIL, PASSWORD).status());
            reset(accounts, "battery staple correct");
            assertEquals(200, accounts.logIn(EMAIL, "battery staple correct").status());
            assertEquals(0, links(pool), "who came first could sign in elsewhere, as an administrator");

            addFactor(pool);
            reset(accounts, PASSWORD);
            assertEquals(401, accounts.logIn(EMAIL, PASSWORD).status(), "those of the confirmed owner stay");
        }
    }

    /** Who signs in at another provider would have a way in that outlives it. */
    @Test
    void reset_byMail_sendsNothingToWhoHasNoPassword() throws Exception {
        try (AccountsUnderTest accounts = accounts(Map.of())) {
            assertEquals(201, accounts.signUp("dora@example.org").status());
            Pool pool = Postgres.open(accounts.vertx(), new PostgresSettings(postgres, 2), "account")
                    .await(60, TimeUnit.SECONDS);
            var _ = pool.query("UPDATE accounts SET password_hash = NULL")
                    .execute()
                    .await(60, TimeUnit.SECONDS);
            Browser browser = new Browser(accounts);
            browser.get("/account/reset");
            assertEquals(
                    200,
                    browser.submit("/account/reset", Map.of("email", "dora@example.org"))
                            .status());
            // Letters are written in turn: that of who asked later has come.
            assertEquals(201, accounts.signUp(EMAIL).status());
            reset(accounts, "battery staple correct");
            assertEquals(1, letters("reset").count());
        }
    }

    @Test
    void letters_ofOneKind_leaveThoseOfOthers() throws Exception {
        try (AccountsUnderTest accounts = accounts(Map.of("account.verifyMail", "true"))) {
            for (int i = 0; i < 8; i++) {
                assertEquals(202, accounts.signUp(EMAIL).status());
            }
            reset(accounts, "battery staple correct");
            assertEquals(200, accounts.logIn(EMAIL, "battery staple correct").status());
        }
    }

    @Test
    void resets_ofOneNetwork_areBounded() throws Exception {
        try (AccountsUnderTest accounts = accounts(Map.of("account.failuresPerAddress", "3"))) {
            Browser browser = new Browser(accounts, "X-Forwarded-For", "203.0.113.1");
            browser.get("/account/reset");
            int[] statuses = IntStream.range(0, 4)
                    .map(i -> browser.submit("/account/reset", Map.of("email", "a%d@example.org".formatted(i)))
                            .status())
                    .toArray();
            assertEquals(200, statuses[2]);
            assertEquals(429, statuses[3]);
            Browser elsewhere = new Browser(accounts, "X-Forwarded-For", "203.0.113.2");
            elsewhere.get("/account/reset");
            assertEquals(
                    200,
                    elsewhere
                            .submit("/account/reset", Map.of("email", "a@example.org"))
                            .status());
        }
    }

    @Test
    void firstAdmin_whereAddressesAreConfirmed_isMadeByItsLink() throws Exception {
        try (AccountsUnderTest accounts = accounts(Map.of("account.verifyMail", "true", "account.signUp", "closed"))) {
            String link = accounts.administration()
                    .firstAdminLink()
                    .await(60, TimeUnit.SECONDS)
                    .orElseThrow();
            String token = link.substring(link.indexOf('=') + 1);
            Browser browser = new Browser(accounts);
            browser.get("/account/signup?first=" + token);
            Map<String, String> form =
                    new HashMap<>(Map.of("email", EMAIL, "password", PASSWORD, "name", "Clara", "first", token));
            assertEquals(200, browser.submit("/account/signup", form).status());
            assertEquals(403, accounts.logIn(EMAIL, PASSWORD).status());
            String letter = letter("verify", 0);
            browser.get("/account/verify?token=" + letter);
            assertEquals(
                    200,
                    browser.submit("/account/verify", Map.of("token", letter, "password", PASSWORD))
                            .status());
            assertEquals(200, accounts.logIn(EMAIL, PASSWORD).status());
            Person person = accounts.administration()
                    .find(EmailAddress.parse(EMAIL))
                    .await(60, TimeUnit.SECONDS)
                    .orElseThrow();
            assertTrue(person.isAdmin());
        }
    }

    private AccountsUnderTest accounts(Map<String, String> more) throws Exception {
        Map<String, String> settings = new HashMap<>(Map.of(
                "account.smtp.host",
                "127.0.0.1",
                "account.smtp.port",
                Integer.toString(post.getSmtp().getPort()),
                "account.smtp.security",
                "none",
                "account.smtp.from",
                "legato@example.org"));
        settings.putAll(more);
        return new AccountsUnderTest(postgres, folder, settings);
    }

    private void reset(AccountsUnderTest accounts, String password) throws Exception {
        long before = letters("reset").count();
        Browser browser = new Browser(accounts);
        browser.get("/account/reset");
        assertEquals(
                200, browser.submit("/account/reset", Map.of("email", EMAIL)).status());
        String token = letter("reset", before);
        browser.get("/account/reset?token=" + token);
        assertEquals(
                200,
                browser.submit("/account/reset", Map.of("token", token, "password", password))
                        .status());
    }

    /** The token of a letter's link, after so many earlier letters of its kind. */
    private String letter(String kind, long before) throws Exception {
        eventually(() -> letters(kind).count() > before);
        return letters(kind).skip(before).findFirst().orElseThrow();
    }

    private Stream<String> letters(String kind) {
        return Stream.of(post.getReceivedMessages())
                .map(GreenMailUtil::getBody)
                .map(body -> LINK.matcher(body.replace("=\r\n", "").replace("=3D", "=")))
                .filter(Matcher::find)
                .filter(link -> link.group(1).equals(kind))
                .map(link -> link.group(2));
    }

    private static void addLink(Pool pool) throws Exception {
        var _ = pool.query("""
                        INSERT INTO sso_identities
                          (id, account_id, issuer, subject, roles, roles_until, linked_at, last_used_at)
                          SELECT id, id, 'https://house.example', 'dora', 'admin', now(), now(), now() FROM accounts""").execute().await(60, TimeUnit.SECONDS);
        var _ = pool.query("UPDATE accounts SET roles = 'listener admin'")
                .execute()
                .await(60, TimeUnit.SECONDS);
    }

    /** Links and what they lent. */
    private static long links(Pool pool) throws Exception {
        return pool.query("""
                        SELECT (SELECT count(*) FROM sso_identities)
                          + (SELECT count(*) FROM accounts WHERE roles <> 'listener')""")
                .execute()
                .await(60, TimeUnit.SECONDS)
                .iterator()
                .next()
                .getLong(0);
    }

    private static void addFactor(Pool pool) throws Exception {
        var _ = pool.query("""
                        INSERT INTO authenticators (account_id, secret, confirmed, last_step)
                          SELECT id, 'sealed', true, 0 FROM accounts""").execute().await(60, TimeUnit.SECONDS);
    }
}
