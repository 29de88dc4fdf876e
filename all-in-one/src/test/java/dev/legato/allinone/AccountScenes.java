package dev.legato.allinone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.legato.allinone.Api.expect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import javax.imageio.ImageIO;

/** What listeners do with their accounts in the player; PageIT gives the running system and the browser. */
record AccountScenes(RunningStack legato, Chromium chromium, HttpClient client) {
    private static final String SECRET = "what the payment provider signs with";

    /** Plans limit nobody but families, so that nothing else changes. */
    static final Map<String, String> SETTINGS = Map.of(
            "account.plans", "true",
            "account.plan.free", "devices=100",
            "account.plan.family", "streams=1,devices=100",
            "account.billingSecret", SECRET);

    private static final String PLAYING = "() => [...document.querySelectorAll('audio')].some(a => !a.paused)";
    private static final String EXPIRED = """
            () => {
              const grant = JSON.parse(localStorage.getItem('legato.session'));
              localStorage.setItem('legato.session', JSON.stringify({...grant, expiresAt: 0}));
            }""";
    private static final String TOKEN = "() => JSON.parse(localStorage.getItem('legato.session'))";

    void signInAndOut() {
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            Api _ = account("in-and-out@example.org");
            open(page, "/charts");
            SignInPage.signIn(page, "in-and-out@example.org");
            assertThat(page).hasURL(Pattern.compile(".*/#/charts$"));
            assertEquals(legato.gateway().getAuthority(), page.evaluate("() => location.host"));
            assertTrue(session(page).getString("idToken").startsWith("ey"));

            page.reload();
            assertThat(page.getByTestId("account-menu")).isVisible();
            signOut(page);
            assertThat(page.getByTestId("log-in")).isVisible();
            page.getByTestId("log-in").click();
            assertThat(page.locator("#password")).isVisible();
            page.goBack();
            assertThat(page.getByTestId("log-in")).isVisible();
            assertEquals(List.of(), browser.errors());
        }
    }

    void failedSignIns() {
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            open(page, "/");
            assertThat(page.getByTestId("log-in")).isVisible();
            String issuer = "http%3A%2F%2Flocalhost%3A8080";
            assertRefused(page, "?code=c0de&state=forged&iss=" + issuer, "not begun in this tab");
            String state = begunAttempt(page);
            assertRefused(page, "?error=access_denied&state=%s&iss=%s".formatted(state, issuer), "did not allow");
            state = begunAttempt(page);
            assertRefused(page, "?code=unknown&state=%s&iss=%s".formatted(state, issuer), "expired or was used");
            page.getByTestId("sign-in-again").click();
            assertThat(page.locator("#password")).isVisible();
        }
    }

    void guestBecomesAnAccount() throws Exception {
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            open(page, "/");
            assertThat(page.getByTestId("log-in")).isVisible();
            String guest = subject(page);
            // By way of the sign-in page, as on a phone: what the guest heard comes along nevertheless.
            page.getByTestId("log-in").click();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Create an account"))
                    .click();
            Axe.assertNothingFound(page);
            page.locator("#name").fill("Fanny");
            page.locator("#email").fill("fanny@example.org");
            page.locator("#password").fill(SignInPage.PASSWORD);
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create the account"))
                    .click();
            assertThat(page.getByTestId("account-menu")).containsText("Fanny");
            assertEquals(guest, subject(page));
            assertEquals(List.of(), browser.errors());
        }
    }

    void tabsShareASession() {
        try (Browser browser = chromium.open()) {
            Page first = browser.page();
            Api _ = account("tabs@example.org");
            open(first, "/");
            Page second = first.context().newPage();
            open(second, "/");
            assertThat(second.getByTestId("log-in")).isVisible();
            SignInPage.signIn(first, "tabs@example.org");
            assertThat(second.getByTestId("account-menu")).isVisible();
            second.close();
            first.evaluate(EXPIRED);
            List<Page> tabs = List.of(first.context().newPage(), first.context().newPage());
            first.close();
            List<String> refreshes = new ArrayList<>();
            for (Page tab : tabs) {
                tab.onRequest(request -> {
                    if (request.url().endsWith("/oauth2/token")) {
                        refreshes.add(request.url());
                    }
                });
            }
            // Neither waits for the other.
            for (Page tab : tabs) {
                tab.evaluate("to => { location.href = to }", legato.gateway().toString());
            }
            for (Page tab : tabs) {
                assertThat(tab.getByTestId("account-menu")).isVisible();
            }
            assertEquals(1, refreshes.size(), "one tab spends the refresh token for both");

            signOut(tabs.getFirst());
            for (Page tab : tabs) {
                assertThat(tab.getByTestId("log-in")).isVisible();
            }
        }
    }

    void familyInvitation() throws Exception {
        Api owner = account("mother@example.org");
        give(owner, "family");
        String link = invitation(owner);
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            Api _ = account("child@example.org");
            visit(page, link);
            assertThat(page.locator("h1")).containsText("Ada invites you");
            assertEquals(
                    "", page.evaluate("() => location.search"), "the token is not left in the address of the page");
            Axe.assertNothingFound(page);
            page.getByTestId("invitation-sign-in").click();
            SignInPage.fill(page, "child@example.org");
            page.getByTestId("invitation-accept").click();
            assertThat(page.locator("#toasts")).containsText("You share Ada’s family plan now");
            assertThat(page.getByTestId("family-leave")).isVisible();
            Axe.assertNothingFound(page);

            visit(page, link);
            assertThat(page.getByTestId("invitation-closed")).containsText("already");
            visit(page, link.substring(0, link.length() - 4) + "AAAA");
            assertThat(page.getByTestId("invitation-closed")).containsText("no invitation behind this link");
        }
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            visit(page, link);
            assertThat(page.getByTestId("invitation-closed")).containsText("accepted or declined");
            String other = invitation(owner);
            Api _ = account("declines@example.org");
            open(page, "/");
            SignInPage.signIn(page, "declines@example.org");
            visit(page, other);
            page.getByTestId("invitation-decline").click();
            assertThat(page.locator("#toasts")).containsText("You declined");
            assertEquals(
                    404,
                    account("too-late@example.org")
                            .post("/v1/me/family/memberships", joining(other))
                            .statusCode());
        }
    }

    void displacedStream() throws Exception {
        String email = "two-places@example.org";
        give(account(email), "family");
        try (Browser here = chromium.open();
                Browser there = chromium.open()) {
            openAlbum(here.page(), email);
            openAlbum(there.page(), email);
            for (Page page : List.of(here.page(), there.page())) {
                page.getByTestId("play-all").first().click();
                page.waitForFunction(PLAYING);
            }
            // What comes next is there already; what comes after that has to be asked for.
            here.page().getByTestId("track-row").nth(2).hover();
            here.page().getByTestId("track-play").nth(2).click(new Locator.ClickOptions().setForce(true));
            Locator said = here.page().getByTestId("displaced");
            assertThat(said).containsText("another player of yours");
            here.page().waitForFunction("() => [...document.querySelectorAll('audio')].every(a => a.paused)");
            Axe.assertNothingFound(here.page());
            here.page().getByTestId("play-here").click();
            assertThat(said.getByRole(AriaRole.STATUS)).containsText(Pattern.compile("Starts here in \\d+ second"));
            here.page().waitForFunction(PLAYING, null, new Page.WaitForFunctionOptions().setTimeout(60_000));
            assertThat(said).hasCount(0);
        }
    }

    void picture() throws Exception {
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            Api api = account("pictured@example.org");
            open(page, "/account");
            assertThat(page.locator("h1")).hasText("Your account");
            SignInPage.signIn(page, "pictured@example.org");
            assertThat(page.locator("h1")).hasText("Your account");
            page.getByTestId("picture").setInputFiles(new FilePayload("me.png", "image/png", picture(400, 300)));
            assertThat(page.locator(".account-person img.avatar")).isVisible();
            assertThat(page.getByTestId("account-menu").locator("img.avatar")).isVisible();
            page.waitForFunction("() => document.querySelector('.account-person img').naturalWidth === 256");
            Axe.assertNothingFound(page);
            String path = expect(200, api.get("/v1/me")).getString("avatar");
            page.navigate(legato.gateway().resolve("/account").toString());
            assertThat(page.locator("img.picture")).hasAttribute("src", path);
            Axe.assertNothingFound(page);
            open(page, "/account");
            page.getByTestId("picture-remove").click();
            assertThat(page.locator(".account-person img.avatar")).hasCount(0);
            assertEquals(404, api.get(path).statusCode());
            assertEquals(List.of(), browser.errors());
        }
    }

    private static byte[] picture(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", png));
        return png.toByteArray();
    }

    private void openAlbum(Page page, String email) {
        open(page, "/");
        SignInPage.signIn(page, email);
        page.getByTestId("album-card").first().getByRole(AriaRole.LINK).first().click();
        assertThat(page.getByTestId("track-row").first()).isVisible();
    }

    private static void signOut(Page page) {
        page.getByTestId("account-menu").click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Sign out"))
                .click();
    }

    private void assertRefused(Page page, String answer, String said) {
        page.navigate(legato.gateway().resolve("/signed-in" + answer).toString());
        assertThat(page.getByTestId("sign-in-failure")).containsText(said);
        assertThat(page).hasURL(Pattern.compile(".*/#/not-signed-in$"));
    }

    /** Leaves for the sign-in page, and gives the state that its answer must have. */
    private String begunAttempt(Page page) {
        open(page, "/");
        page.getByTestId("log-in").click();
        assertThat(page.locator("#password")).isVisible();
        open(page, "/");
        return String.valueOf(page.evaluate("() => JSON.parse(sessionStorage.getItem('legato.sign-in')).state"));
    }

    private static JsonObject session(Page page) {
        return new JsonObject(asMap(page.evaluate(TOKEN)));
    }

    @SuppressWarnings("unchecked") // what JSON.parse gives
    private static Map<String, Object> asMap(Object evaluated) {
        return (Map<String, Object>) evaluated;
    }

    private static String subject(Page page) {
        page.waitForFunction("() => JSON.parse(localStorage.getItem('legato.session'))?.subject");
        return session(page).getString("subject");
    }

    private Api account(String email) {
        try {
            return Api.anonymous(client, legato.gateway()).signedUp(email);
        } catch (Exception e) {
            throw new AssertionError(email, e);
        }
    }

    private String invitation(Api owner) throws Exception {
        return expect(201, owner.post("/v1/me/family/invitations", new JsonObject()))
                .getString("link");
    }

    private static JsonObject joining(String link) {
        return new JsonObject().put("invitation", link.substring(link.indexOf('=') + 1));
    }

    /** Has the payment provider say that an account has paid for a plan. */
    private void give(Api api, String plan) throws Exception {
        String id = expect(200, api.get("/v1/me")).getString("id");
        Instant now = Clock.systemUTC().instant();
        String body = new JsonObject()
                .put("id", "paid-" + id)
                .put("account", id)
                .put("type", "paid")
                .put("occurredAt", now.toString())
                .put("plan", plan)
                .put("until", now.plus(Duration.ofDays(30)).toString())
                .encode();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String signed = HexFormat.of()
                .formatHex(mac.doFinal((now.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8)));
        var _ = expect(
                200,
                api.send(api.request("/v1/billing/events")
                        .header("Content-Type", "application/json")
                        .header("Legato-Signature", "t=%d,v1=%s".formatted(now.getEpochSecond(), signed))
                        .POST(BodyPublishers.ofString(body))));
    }

    /** Opens an invitation's link, which names the issuer, where the test's gateway is. */
    private void visit(Page page, String link) {
        page.navigate(legato.gateway()
                .resolve("/?" + link.substring(link.indexOf('?') + 1))
                .toString());
    }

    private void open(Page page, String place) {
        page.navigate(legato.gateway().resolve("/#" + place).toString());
    }
}
