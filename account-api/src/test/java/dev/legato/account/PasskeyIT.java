package dev.legato.account;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The pages in Chromium: passkeys by a virtual authenticator, the work that pays for a sign-in, no complaint anywhere. */
final class PasskeyIT {
    private static final Path EXECUTABLE = Path.of("/usr/bin/chromium");
    private static final String PASSWORD = "correct horse battery";

    @TempDir
    static Path folder;

    private static AccountsUnderTest accounts;
    private static String origin;
    private static Playwright playwright;
    private static Browser chromium;

    @BeforeAll
    static void start() throws Exception {
        if (System.getenv("CI") == null) {
            assumeTrue(Files.exists(EXECUTABLE), "skipped: no " + EXECUTABLE);
        }
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        chromium = playwright
                .chromium()
                .launch(new LaunchOptions()
                        .setExecutablePath(EXECUTABLE)
                        .setArgs(List.of("--no-sandbox", "--disable-gpu", "--no-first-run")));
        int port = freePort();
        origin = "http://localhost:" + port;
        accounts = new AccountsUnderTest(
                folder,
                Map.of(
                        "account.port",
                        Integer.toString(port),
                        "tokens.issuer",
                        origin,
                        "account.failuresByStrangers",
                        "5",
                        "account.failuresPerAccount",
                        "5"));
    }

    @AfterAll
    static void stop() throws Exception {
        if (accounts != null) {
            accounts.close();
        }
        if (playwright != null) {
            playwright.close();
        }
    }

    @Test
    void passkey_registered_signsInAloneAndAsSecondFactor() {
        assertEquals(201, accounts.signUp("clara@example.org").status());
        try (BrowserContext context = chromium.newContext()) {
            Page page = context.newPage();
            List<String> errors = new ArrayList<>();
            page.onPageError(errors::add);
            addAuthenticator(context, page);
            signIn(page, "clara@example.org");
            assertThat(page).hasURL(origin + "/account");

            page.navigate(origin + "/account/security");
            page.locator("#passkey").fill("Clara's key");
            page.locator("form[data-passkey=create] button").click();
            assertThat(page.locator("code")).hasCount(10);
            page.navigate(origin + "/account/security");
            assertThat(page.locator("li").first()).containsText("Clara's key");

            signOut(page);
            page.locator("form[data-passkey=get] button").click();
            assertThat(page).hasURL(origin + "/account");

            signOut(page);
            signIn(page, "clara@example.org");
            assertThat(page.locator("#code")).isVisible();
            page.locator("form[data-passkey=get] button").click();
            assertThat(page).hasURL(origin + "/account");
            assertEquals(List.of(), errors);
        }
    }

    @Test
    void passkeys_withoutEncryption_areHiddenWithTheReason() throws Exception {
        try (AccountsUnderTest plain =
                new AccountsUnderTest(folder.resolve("plain"), Map.of("tokens.issuer", "http://music.house:8080"))) {
            assertTrue(plain.get("/account/signin").body().contains("Passkeys need an encrypted connection"));
        }
    }

    @Test
    void work_afterManyFailures_isDoneByTheScript() {
        assertEquals(
                201,
                accounts.signUp("owner@example.org", "X-Forwarded-For", "203.0.113.1")
                        .status());
        for (int i = 0; i < 8; i++) {
            accounts.logIn("owner@example.org", "a guess", "X-Forwarded-For", "127.0.0.1");
        }
        try (BrowserContext context = chromium.newContext()) {
            Page page = context.newPage();
            signIn(page, "owner@example.org");
            assertThat(page.locator("form[data-bits]")).hasAttribute("data-bits", Pattern.compile("1[89]|2[0-2]"));
            page.locator("#password").fill(PASSWORD);
            page.locator("form[data-stamp] button").click();
            assertThat(page).hasURL(origin + "/account");
        }
    }

    private static void addAuthenticator(BrowserContext context, Page page) {
        CDPSession session = context.newCDPSession(page);
        session.send("WebAuthn.enable");
        JsonObject options = new JsonObject();
        options.addProperty("protocol", "ctap2");
        options.addProperty("transport", "internal");
        options.addProperty("hasResidentKey", true);
        options.addProperty("hasUserVerification", true);
        options.addProperty("isUserVerified", true);
        options.addProperty("automaticPresenceSimulation", true);
        JsonObject parameters = new JsonObject();
        parameters.add("options", options);
        session.send("WebAuthn.addVirtualAuthenticator", parameters);
    }

    private static void signIn(Page page, String email) {
        page.navigate(origin + "/account/signin");
        page.locator("#email").fill(email);
        page.locator("#password").fill(PASSWORD);
        page.locator("form[data-stamp] button").click();
    }

    private static void signOut(Page page) {
        page.navigate(origin + "/account/signout");
        page.locator("main button").click();
        assertThat(page).hasURL(origin + "/account/signin");
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
