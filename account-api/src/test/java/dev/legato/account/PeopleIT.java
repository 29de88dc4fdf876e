package dev.legato.account;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.person.Person;
import dev.legato.account.person.Role;
import dev.legato.account.signin.Administration;
import dev.legato.testing.Answer;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Profiles, sessions, sign-up by invitation, administration. */
final class PeopleIT {
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    private Path folder;

    @Test
    void sessions_ofAPerson_areListedAndEndedOneByOne() throws Exception {
        try (AccountsUnderTest accounts = new AccountsUnderTest(folder, Map.of())) {
            Browser browser = signedUp(accounts, "clara@example.org");
            accounts.signUp("robert@example.org");
            Answer one = accounts.logIn("clara@example.org", PASSWORD);
            Answer two = accounts.logIn("clara@example.org", PASSWORD);
            List<JsonObject> items = sessions(accounts, one);
            assertEquals(3, items.size());
            assertEquals(
                    1, items.stream().filter(item -> item.getBoolean("current")).count());
            String other = items.stream()
                    .filter(item -> item.getString("kind").equals("app") && !item.getBoolean("current"))
                    .findFirst()
                    .orElseThrow()
                    .getString("id");
            Answer robert = accounts.logIn("robert@example.org", PASSWORD);
            assertEquals(404, end(accounts, robert, other), "somebody else's");
            assertEquals(204, end(accounts, one, other));
            assertEquals(
                    401, accounts.refresh(two.json().getString("refreshToken")).status());
            String page = items.stream()
                    .filter(item -> item.getString("kind").equals("browser"))
                    .findFirst()
                    .orElseThrow()
                    .getString("id");
            assertEquals(204, end(accounts, one, page));
            assertEquals("/account/signin", browser.get("/account").header("location"));
        }
    }

    @Test
    void password_changed_endsOtherSessions() throws Exception {
        try (AccountsUnderTest accounts = new AccountsUnderTest(folder, Map.of())) {
            Browser browser = signedUp(accounts, "clara@example.org");
            String session =
                    accounts.logIn("clara@example.org", PASSWORD).json().getString("refreshToken");
            browser.get("/account/security");
            Map<String, String> form = new HashMap<>(
                    Map.of("action", "password", "old", "wrong horse", "password", "battery staple correct"));
            assertEquals(401, browser.submit("/account/security", form).status());
            form.put("old", PASSWORD);
            form.put("password", "12345678");
            assertEquals(400, browser.submit("/account/security", form).status(), "a common password");
            form.put("password", "battery staple correct");
            assertEquals(200, browser.submit("/account/security", form).status());
            assertEquals(401, accounts.refresh(session).status());
            assertEquals(200, browser.get("/account").status(), "this browser stays signed in");
            assertEquals(
                    200,
                    accounts.logIn("clara@example.org", "battery staple correct")
                            .status());
        }
    }

    @Test
    void profile_changed_isShownAndTakesNoOtherFields() throws Exception {
        try (AccountsUnderTest accounts = new AccountsUnderTest(folder, Map.of())) {
            Browser browser = signedUp(accounts, "clara@example.org");
            browser.get("/account");
            Answer changed =
                    browser.submit("/account", Map.of("name", "Clara <b>W.</b>", "country", "DE", "language", "de"));
            assertEquals(200, changed.status());
            assertTrue(
                    changed.body().contains("value=\"Clara &lt;b>W.&lt;/b>\"")
                            || changed.body().contains("Clara &lt;b&gt;W.&lt;/b&gt;"),
                    changed.body());
            assertEquals(
                    400,
                    browser.submit("/account", Map.of("name", "Clara", "country", "XX"))
                            .status());
            assertEquals(
                    400,
                    browser.submit("/account", Map.of("name", "Clara", "roles", "admin"))
                            .status());
            assertEquals(
                    400,
                    accounts.post(
                                    "/v1/accounts",
                                    new JsonObject()
                                            .put("email", "eve@example.org")
                                            .put("password", PASSWORD)
                                            .put("name", "Eve")
                                            .put("roles", "admin")
                                            .encode())
                            .status());
        }
    }

    @Test
    void invitation_whereItIsNeeded_isGoodOnce() throws Exception {
        try (AccountsUnderTest accounts = new AccountsUnderTest(folder, Map.of("account.signUp", "invited"))) {
            assertEquals(403, accounts.signUp("clara@example.org").status());
            String link = accounts.administration()
                    .invite("console", java.util.Optional.empty())
                    .await(10, java.util.concurrent.TimeUnit.SECONDS);
            String token = link.substring(link.indexOf('=') + 1);
            Browser browser = new Browser(accounts);
            browser.get("/account/signup?invitation=" + token);
            Answer made = browser.submit("/account/signup", invited("clara@example.org", token));
            assertEquals(303, made.status());
            assertEquals("/account", made.header("location"));
            assertEquals(200, browser.get("/account").status(), "the browser is signed in");
            assertEquals(
                    403,
                    browser.submit("/account/signup", invited("robert@example.org", token))
                            .status());
        }
    }

    @Test
    void invitation_usedManyTimesAtOnce_admitsOne() throws Exception {
        try (AccountsUnderTest accounts = new AccountsUnderTest(folder, Map.of("account.signUp", "invited"))) {
            String token = tokenOf(await(accounts.administration().invite("console", Optional.empty())));
            List<CompletableFuture<Answer>> all = IntStream.range(0, 6)
                    .mapToObj(i -> accounts.postAsync("/v1/accounts", body("p%d@example.org".formatted(i), token)))
                    .toList();
            assertEquals(
                    1,
                    all.stream()
                            .map(CompletableFuture::join)
                            .filter(answer -> answer.status() == 201)
                            .count());
        }
    }

    @Test
    void invitation_ofASignUpThatFailed_staysGood() throws Exception {
        try (AccountsUnderTest accounts = new AccountsUnderTest(folder, Map.of("account.signUp", "invited"))) {
            for (String email : List.of("clara@example.org", "clara@example.org", "robert@example.org")) {
                String token = tokenOf(await(accounts.administration().invite("console", Optional.empty())));
                Answer answer = accounts.post("/v1/accounts", body(email, token));
                if (answer.status() == 409) {
                    assertEquals(
                            201,
                            accounts.post("/v1/accounts", body("other@example.org", token))
                                    .status());
                }
            }
            assertEquals(200, accounts.logIn("other@example.org", PASSWORD).status());
        }
    }

    @Test
    void role_withdrawn_endsLiveTokens_andStaleGrantsLoseNothing() throws Exception {
        try (AccountsUnderTest accounts = new AccountsUnderTest(folder, Map.of())) {
            assertEquals(201, accounts.signUp("clara@example.org").status());
            Administration console = accounts.administration();
            Person stale =
                    await(console.find(EmailAddress.parse("clara@example.org"))).orElseThrow();
            await(console.setRole("console", stale, Role.CURATOR, true));
            await(console.setRole("console", stale, Role.ADMIN, true));
            String[] admin = AccountsUnderTest.bearer(accounts.logIn("clara@example.org", PASSWORD));
            assertEquals(200, accounts.get("/v1/admin/audit", admin).status());

            await(console.setRole("console", stale, Role.ADMIN, false));
            eventually(() -> accounts.get("/v1/me", admin).status() == 401);
            assertEquals(
                    Set.of(Role.LISTENER, Role.CURATOR),
                    await(console.find(EmailAddress.parse("clara@example.org")))
                            .orElseThrow()
                            .roles());
            accounts.clock.advance(Duration.ofSeconds(2));
            String[] curator = AccountsUnderTest.bearer(accounts.logIn("clara@example.org", PASSWORD));
            assertEquals(200, accounts.get("/v1/me", curator).status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"open", "invited", "closed"})
    void firstAdmin_byTwoLinksAtOnce_isOne(String mode) throws Exception {
        try (AccountsUnderTest accounts = new AccountsUnderTest(folder, Map.of("account.signUp", mode))) {
            List<CompletableFuture<Answer>> all = new ArrayList<>();
            for (String email : List.of("clara@example.org", "robert@example.org")) {
                String token = tokenOf(
                        await(accounts.administration().firstAdminLink()).orElseThrow());
                Browser browser = new Browser(accounts);
                assertTrue(browser.get("/account/signup?first=" + token).body().contains("name=\"password\""));
                Map<String, String> form = new HashMap<>(invited(email, ""));
                form.put("first", token);
                all.add(CompletableFuture.supplyAsync(() -> browser.submit("/account/signup", form)));
            }
            assertTrue(all.stream().map(CompletableFuture::join).anyMatch(answer -> answer.status() == 303));
            assertEquals(
                    1,
                    await(accounts.administration().list("", 10)).stream()
                            .filter(Person::isAdmin)
                            .count());
            assertTrue(await(accounts.administration().firstAdminLink()).isEmpty());
        }
    }

    @Test
    void signUp_closed_isRefused() throws Exception {
        try (AccountsUnderTest accounts = new AccountsUnderTest(folder, Map.of("account.signUp", "closed"))) {
            assertEquals(403, accounts.signUp("clara@example.org").status());
            assertEquals(200, accounts.post("/v1/sessions/guest", null).status(), "guests come in as before");
        }
    }

    @Test
    void firstAdmin_byLink_administers() throws Exception {
        try (AccountsUnderTest accounts = new AccountsUnderTest(folder, Map.of())) {
            String link = accounts.administration()
                    .firstAdminLink()
                    .await(10, java.util.concurrent.TimeUnit.SECONDS)
                    .orElseThrow();
            String token = link.substring(link.indexOf('=') + 1);
            Browser admin = new Browser(accounts);
            admin.get("/account/signup?first=" + token);
            Map<String, String> form = new HashMap<>(invited("clara@example.org", ""));
            form.put("first", token);
            assertEquals(303, admin.submit("/account/signup", form).status());
            assertTrue(
                    accounts.administration()
                            .firstAdminLink()
                            .await(10, java.util.concurrent.TimeUnit.SECONDS)
                            .isEmpty(),
                    "there is one now");
            signIn(admin, "clara@example.org");
            Browser listener = signedUp(accounts, "robert@example.org");
            assertEquals(404, listener.get("/account/admin").status(), "others do not see the page");
            assertEquals(
                    404,
                    listener.submit("/account/admin", Map.of("action", "invite"))
                            .status());

            Answer page = admin.get("/account/admin");
            assertEquals(200, page.status());
            String robert = accounts.get(
                            "/v1/me", AccountsUnderTest.bearer(accounts.logIn("robert@example.org", PASSWORD)))
                    .json()
                    .getString("id");
            assertEquals(
                    200,
                    admin.submit("/account/admin", Map.of("action", "grant", "id", robert, "role", "curator"))
                            .status());
            assertTrue(admin.submit("/account/admin", Map.of("action", "invite"))
                    .body()
                    .contains("?invitation="));
            assertEquals(
                    200,
                    admin.submit("/account/admin", Map.of("action", "end-sessions", "id", robert))
                            .status());
            assertEquals("/account/signin", listener.get("/account").header("location"));

            String[] bearer = AccountsUnderTest.bearer(accounts.logIn("clara@example.org", PASSWORD));
            Answer people = accounts.get("/v1/admin/people?limit=1", bearer);
            assertEquals(1, people.json().getJsonArray("items").size());
            Answer more = accounts.get(people.json().getString("next"), bearer);
            assertFalse(more.json()
                    .getJsonArray("items")
                    .getJsonObject(0)
                    .equals(people.json().getJsonArray("items").getJsonObject(0)));
            List<String> actions = accounts.get("/v1/admin/audit", bearer).items("action");
            assertTrue(
                    actions.containsAll(List.of("grant-admin", "grant-curator", "invite", "end-sessions")),
                    actions::toString);
            assertEquals(
                    403,
                    accounts.get(
                                    "/v1/admin/people",
                                    AccountsUnderTest.bearer(accounts.logIn("robert@example.org", PASSWORD)))
                            .status());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"password", "12345678", "aaaaaaaa", "clara@example.org"})
    void signUp_ofCommonPassword_isRefused(String password) throws Exception {
        try (AccountsUnderTest accounts = new AccountsUnderTest(folder, Map.of())) {
            Answer answer = accounts.post(
                    "/v1/accounts",
                    new JsonObject()
                            .put("email", "clara@example.org")
                            .put("password", password)
                            .put("name", "Clara")
                            .encode());
            assertEquals(400, answer.status());
            assertEquals("password", answer.json().getString("field"));
        }
    }

    @Test
    void cookie_plantedBeforeSignIn_isWorthNothing() throws Exception {
        try (AccountsUnderTest accounts = new AccountsUnderTest(folder, Map.of())) {
            Browser browser = new Browser(accounts);
            browser.get("/account/signin");
            String planted = browser.cookie();
            accounts.signUp("clara@example.org");
            signIn(browser, "clara@example.org");
            assertEquals(
                    "/account/signin",
                    accounts.get("/account", "Cookie", planted).header("location"));
            assertEquals(200, browser.get("/account").status());
        }
    }

    private static Browser signedUp(AccountsUnderTest accounts, String email) {
        assertEquals(201, accounts.signUp(email).status());
        Browser browser = new Browser(accounts);
        signIn(browser, email);
        return browser;
    }

    private static void signIn(Browser browser, String email) {
        browser.get("/account/signin");
        Answer answer = browser.submit("/account/signin", Map.of("email", email, "password", PASSWORD));
        assertEquals(303, answer.status(), answer.body());
        browser.get("/account");
    }

    private static String body(String email, String invitation) {
        return new JsonObject()
                .put("email", email)
                .put("password", PASSWORD)
                .put("name", "Clara")
                .put("invitation", invitation)
                .encode();
    }

    private static String tokenOf(String link) {
        return link.substring(link.indexOf('=') + 1);
    }

    @CanIgnoreReturnValue
    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(60, TimeUnit.SECONDS);
    }

    private static Map<String, String> invited(String email, String token) {
        return Map.of("email", email, "password", PASSWORD, "name", "Clara", "invitation", token);
    }

    private static List<JsonObject> sessions(AccountsUnderTest accounts, Answer session) {
        return accounts.get("/v1/me/sessions", AccountsUnderTest.bearer(session)).json().getJsonArray("items").stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static int end(AccountsUnderTest accounts, Answer session, String id) {
        return accounts.delete("/v1/me/sessions/" + id, AccountsUnderTest.bearer(session))
                .status();
    }
}
