package dev.legato.account;

import static dev.legato.testing.Eventually.eventually;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.legato.account.WebBrowser.Page;
import dev.legato.account.person.EmailAddress;
import dev.legato.account.signin.Administration;
import dev.legato.contracts.Sha256;
import dev.legato.runtime.identity.ProxyIdentity;
import dev.legato.testing.Answer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Sign-in at another provider, npm's oidc-provider, and by a proxy in front. */
final class SsoIT {
    private static final String PASSWORD = "correct horse battery";
    private static final String PROXY_SECRET = "what the gateway signs identities with";
    private static final String VERIFIER = "a-verifier-for-the-code-that-the-player-exchanges";
    private static final String EVENT = "http://schemas.openid.net/event/backchannel-logout";

    @TempDir
    private static Path folder;

    private static String home;
    private static SsoProviderUnderTest house;
    private static AccountsUnderTest accounts;

    private WebBrowser browser;

    @BeforeAll
    static void start() throws Exception {
        String port = freePort();
        home = "http://127.0.0.1:" + port;
        house = new SsoProviderUnderTest(folder, home);
        accounts = new AccountsUnderTest(
                folder,
                Map.ofEntries(
                        Map.entry("account.port", port),
                        Map.entry("tokens.issuer", home),
                        Map.entry("account.sso.providers", "house,gone"),
                        Map.entry("account.sso.house.name", "House"),
                        Map.entry("account.sso.house.issuer", house.issuer),
                        Map.entry("account.sso.house.clientId", "legato"),
                        Map.entry("account.sso.house.clientSecret", "the secret of a client at its provider"),
                        Map.entry("account.sso.house.scopes", "profile,email,groups"),
                        Map.entry("account.sso.house.createAccounts", "true"),
                        Map.entry("account.sso.house.roles.legato-admins", "admin"),
                        Map.entry("account.sso.gone.name", "Gone"),
                        Map.entry("account.sso.gone.issuer", "http://127.0.0.1:1"),
                        Map.entry("account.sso.gone.clientId", "legato"),
                        Map.entry("account.sso.proxy.secret", PROXY_SECRET),
                        Map.entry("account.sso.proxy.name", "Doorman"),
                        Map.entry("account.sso.proxy.createAccounts", "true")));
    }

    @AfterAll
    static void stop() throws Exception {
        accounts.close();
        house.close();
    }

    @BeforeEach
    void openBrowser() {
        browser = new WebBrowser(home);
    }

    @AfterEach
    void closeBrowser() {
        browser.close();
    }

    @Test
    void signIn_ofNewPerson_makesAccount_whoseRolesFollowTheGroups() throws Exception {
        house.personIs("dora", "dora@house.example", true, "legato-admins", "others");
        Page account = browser.signInAt("house", "\0");
        assertEquals(200, account.status(), account.body());
        assertTrue(account.body().contains("dora@house.example"), account.body());
        // Only who proves anew who it is administers.
        assertEquals("/account/signin", browser.open("/account/admin").uri().getPath());
        assertEquals("/account", browser.signInAt("house", "\0").uri().getPath());
        assertEquals("/account/admin", browser.open("/account/admin").uri().getPath());
        assertEquals(200, browser.open("/account/admin").status());

        house.personIs("dora", "dora@house.example", true, "others");
        try (WebBrowser later = new WebBrowser(home)) {
            assertEquals("/account", later.signInAt("house", "\0").uri().getPath());
        }
        assertEquals(404, browser.open("/account/admin").status(), "the role went from the older session as well");
    }

    @Test
    void signIn_ofNewPerson_leavesNoWayInBesideTheProvider() throws Exception {
        house.personIs("emil", "emil@house.example", true);
        assertEquals("/account", browser.signInAt("house", "\0").uri().getPath());
        // Only who proves anew who it is gets to see what protects the account.
        Page security = browser.open("/account/security");
        assertEquals("/account/signin", security.uri().getPath());
        assertEquals("/account", browser.signInAt("house", "\0").uri().getPath());
        security = browser.open("/account/security");
        assertTrue(security.body().contains("You sign in at another provider"), security.body());
        String csrf = browser.open("/account").hidden("csrf");
        for (String action : List.of("password", "totp-begin", "passkey-add")) {
            Page refused =
                    browser.submit("/account/security", Map.of("csrf", csrf, "action", action, "password", PASSWORD));
            assertEquals(403, refused.status(), action);
        }
        assertEquals(401, accounts.logIn("emil@house.example", PASSWORD).status());
    }

    @Test
    void signIn_ofAddressVerifiedOnBothSides_linksTheAccount() throws Exception {
        assertEquals(201, accounts.signUp("frida@house.example").status());
        confirm("frida@house.example");
        house.personIs("frida", "frida@house.example", true);
        assertEquals("/account", browser.signInAt("house", "\0").uri().getPath());
        assertFalse(browser.open("/account/sso").hidden("id").isEmpty());
        // It is the account with the password, and the next sign-in needs no address.
        assertEquals(200, accounts.logIn("frida@house.example", PASSWORD).status());
        house.personIs("frida", "frida@elsewhere.example", false);
        try (WebBrowser later = new WebBrowser(home)) {
            assertTrue(later.signInAt("house", "\0").body().contains("frida@house.example"));
        }
    }

    @Test
    void signIn_ofAddressUnverifiedThere_isRefused() throws Exception {
        house.personIs("grete", "grete@house.example", false);
        Page refused = browser.signInAt("house", "\0");
        assertEquals(403, refused.status());
        assertTrue(refused.body().contains("does not confirm that your e-mail address is yours"), refused.body());
        assertEquals("/account/signin", browser.open("/account").uri().getPath());
    }

    @Test
    void signIn_ofUnconfirmedAddress_takesTheAccountFromTheStranger() throws Exception {
        assertEquals(201, accounts.signUp("gustav@house.example").status());
        Answer stranger = accounts.logIn("gustav@house.example", PASSWORD);
        try (WebBrowser strange = new WebBrowser(home)) {
            assertEquals(200, strange.signIn("gustav@house.example", PASSWORD).status());
            house.personIs("gustav", "gustav@house.example", true);
            assertEquals("/account", browser.signInAt("house", "\0").uri().getPath());
            assertTrue(browser.open("/account").body().contains("gustav@house.example"));
            assertEquals("/account/signin", strange.open("/account").uri().getPath());
        }
        assertEquals(401, accounts.logIn("gustav@house.example", PASSWORD).status());
        assertEquals(
                401, accounts.refresh(stranger.json().getString("refreshToken")).status());
        eventually(
                () -> accounts.get("/v1/me", AccountsUnderTest.bearer(stranger)).status() == 401);
        // The address is confirmed now: the next sign-in takes nothing.
        try (WebBrowser later = new WebBrowser(home)) {
            assertEquals("/account", later.signInAt("house", "\0").uri().getPath());
        }
        assertEquals(200, browser.open("/account").status());
    }

    @Test
    void signIn_ofUnconfirmedAddressWithARole_isRefused_untilItsOwnerLinksIt() throws Exception {
        assertEquals(201, accounts.signUp("hanna@house.example").status());
        accounts.makeAdmin("hanna@house.example");
        house.personIs("hanna", "hanna@house.example", true);
        Page refused = browser.signInAt("house", "\0");
        assertEquals(403, refused.status());
        assertTrue(refused.body().contains("There is an account with your address here"), refused.body());

        assertEquals(200, browser.signIn("hanna@house.example", PASSWORD).status());
        Page linked = browser.submit(
                "/account/sso/house",
                Map.of("csrf", browser.open("/account/sso").hidden("csrf"), "link", "1"));
        assertEquals("/account/sso", linked.uri().getPath());
        try (WebBrowser later = new WebBrowser(home)) {
            assertEquals("/account", later.signInAt("house", "\0").uri().getPath());
            Page gone =
                    browser.submit("/account/sso", Map.of("csrf", linked.hidden("csrf"), "id", linked.hidden("id")));
            assertTrue(gone.body().contains("not linked with another provider"), gone.body());
            assertEquals("/account/signin", later.open("/account").uri().getPath(), "unlinking ends what came of it");
        }
        try (WebBrowser later = new WebBrowser(home)) {
            assertEquals(403, later.signInAt("house", "\0").status());
        }
    }

    @Test
    void signIn_thatTheProviderDenies_saysSo() throws Exception {
        house.denies();
        Page refused = browser.signInAt("house", "\0");
        assertEquals(403, refused.status());
        assertTrue(refused.body().contains("House did not let you in"), refused.body());
    }

    /** What may be wrong with an answer. */
    private enum Forgery {
        STATE_UNKNOWN,
        STATE_USED,
        STATE_OF_ANOTHER_BROWSER,
        STATE_OF_ANOTHER_PROVIDER,
        ISSUER_OTHER,
        ISSUER_MISSING,
        CODE_OF_ANOTHER_SIGN_IN,
        CODE_MISSING
    }

    @ParameterizedTest
    @EnumSource
    void answer_forged_signsNobodyIn(Forgery forgery) throws Exception {
        house.personIs("ida", "ida@house.example", true);
        Page answer = browser.signInAt("house", "/callback");
        String code = answer.parameter("code");
        String state = answer.parameter("state");
        String issuer = answer.parameter("iss");
        try (WebBrowser other = new WebBrowser(home)) {
            Page got =
                    switch (forgery) {
                        case STATE_UNKNOWN -> answer(browser, "house", code, state + "x", issuer);
                        case STATE_USED -> {
                            assertEquals(
                                    "/account",
                                    answer(browser, "house", code, state, issuer)
                                            .uri()
                                            .getPath());
                            yield answer(browser, "house", code, state, issuer);
                        }
                        case STATE_OF_ANOTHER_BROWSER -> {
                            var _ = other.open("/account/signin");
                            yield answer(other, "house", code, state, issuer);
                        }
                        case STATE_OF_ANOTHER_PROVIDER -> answer(browser, "gone", code, state, issuer);
                        case ISSUER_OTHER -> answer(browser, "house", code, state, "https://attacker.example");
                        case ISSUER_MISSING ->
                            browser.open("/account/sso/house/callback?code=" + code + "&state=" + state);
                        case CODE_OF_ANOTHER_SIGN_IN ->
                            answer(
                                    browser,
                                    "house",
                                    other.signInAt("house", "/callback").parameter("code"),
                                    state,
                                    issuer);
                        case CODE_MISSING ->
                            browser.open("/account/sso/house/callback?state=" + state + "&iss=" + issuer);
                    };
            assertEquals(400, got.status(), got.body());
            if (forgery != Forgery.STATE_USED) {
                assertEquals("/account/signin", browser.open("/account").uri().getPath());
            }
            assertEquals("/account/signin", other.open("/account").uri().getPath());
        }
    }

    @Test
    void logout_atTheProvider_endsWhatCameOfTheSignIn() throws Exception {
        house.personIs("karl", "karl@house.example", true);
        Answer tokens = playerTokens();
        String access = "Bearer " + tokens.json().getString("access_token");
        assertEquals(
                200, accounts.get("/oauth2/userinfo", "Authorization", access).status());

        Page confirmation = browser.open(house.issuer + "/session/end");
        assertEquals(
                200,
                browser.submit(
                                house.issuer + "/session/end/confirm",
                                Map.of("xsrf", confirmation.hidden("xsrf"), "logout", "yes"))
                        .status());
        assertEquals("/account/signin", browser.open("/account").uri().getPath());
        Answer refreshed = accounts.form("grant_type=refresh_token&client_id=legato-web&refresh_token="
                + tokens.json().getString("refresh_token"));
        assertEquals("invalid_grant", refreshed.json().getString("error"));
        eventually(
                () -> accounts.get("/oauth2/userinfo", "Authorization", access).status() == 401);
    }

    @Test
    void deletion_ofAccountWithoutPassword_needsARecentSignIn() throws Exception {
        house.personIs("paul", "paul@house.example", true);
        String old = "Bearer " + playerTokens().json().getString("access_token");
        Answer refused = accounts.delete("/v1/me", "Authorization", old);
        assertEquals(401, refused.status());
        assertTrue(
                refused.header("www-authenticate").contains("insufficient_user_authentication"),
                refused.header("www-authenticate"));
        String recent = "Bearer " + playerTokens("&max_age=300").json().getString("access_token");
        assertEquals(202, accounts.delete("/v1/me", "Authorization", recent).status());
        assertEquals("/account/signin", browser.open("/account").uri().getPath());
    }

    @Test
    void deletion_onThePage_ofAccountWithoutPassword_asksForASignIn() throws Exception {
        house.personIs("rosa", "rosa@house.example", true);
        assertEquals("/account", browser.signInAt("house", "\0").uri().getPath());
        Page data = browser.open("/account/data");
        assertFalse(data.body().contains("name=\"password\""), data.body());
        Map<String, String> delete = Map.of("csrf", data.hidden("csrf"), "action", "delete");
        assertEquals(
                "/account/signin", browser.submit("/account/data", delete).uri().getPath());
        assertEquals("/account", browser.signInAt("house", "\0").uri().getPath());
        delete = Map.of("csrf", browser.open("/account/data").hidden("csrf"), "action", "delete");
        assertEquals(200, browser.submit("/account/data", delete).status());
        assertEquals("/account/signin", browser.open("/account").uri().getPath());
    }

    @Test
    void logoutToken_ofSubject_endsAllItsSessions_andIsGoodOnce() throws Exception {
        house.personIs("lena", "lena@house.example", true);
        assertEquals("/account", browser.signInAt("house", "\0").uri().getPath());
        String token = logoutToken("lena");
        assertEquals(
                204,
                accounts.submit("/account/sso/house/logout", "logout_token=" + token)
                        .status());
        assertEquals("/account/signin", browser.open("/account").uri().getPath());
        assertEquals("/account", browser.signInAt("house", "\0").uri().getPath());
        Answer replayed = accounts.submit("/account/sso/house/logout", "logout_token=" + token);
        assertEquals(400, replayed.status());
        assertTrue(replayed.body().contains("jti: came before"), replayed.body());
        assertEquals("/account", browser.open("/account").uri().getPath());
    }

    @Test
    void provider_thatIsDown_saysSo_andHoldsNobodyElseUp() throws Exception {
        for (int i = 0; i < 4; i++) {
            Page refused = browser.signInAt("gone", "\0");
            assertEquals(503, refused.status());
            assertTrue(refused.body().contains("Gone does not answer at the moment"), refused.body());
        }
        Page german = browser.signInAt("gone", "\0", "Accept-Language", "de");
        assertTrue(german.body().contains("Gone antwortet im Augenblick nicht"), german.body());
        Page signIn = browser.open("/account/signin");
        assertTrue(signIn.body().contains("Gone did not answer lately"), signIn.body());
        assertFalse(signIn.body().contains("House did not answer lately"), signIn.body());
        house.personIs("mara", "mara@house.example", true);
        assertEquals("/account", browser.signInAt("house", "\0").uri().getPath());
    }

    @Test
    void session_fromElsewhere_endsAfterItsTime_howeverItIsUsed() throws Exception {
        house.personIs("nora", "nora@house.example", true);
        assertEquals("/account", browser.signInAt("house", "\0").uri().getPath());
        TurnableClock later = accounts.clock;
        later.advance(Duration.ofHours(11));
        try {
            assertEquals("/account", browser.open("/account").uri().getPath());
            later.advance(Duration.ofHours(2));
            assertEquals("/account/signin", browser.open("/account").uri().getPath());
        } finally {
            later.advance(Duration.ofHours(-13));
        }
    }

    @Test
    void proxy_thatTheGatewayVouchesFor_signsIn() throws Exception {
        String identity = new ProxyIdentity("otto", "otto@house.example", "Otto", List.of())
                .signed(PROXY_SECRET, accounts.clock.instant());
        assertTrue(browser.open("/account/signin", ProxyIdentity.HEADER, identity)
                .body()
                .contains("Doorman"));
        Page account = browser.signInAt("proxy", "\0", ProxyIdentity.HEADER, identity);
        assertTrue(account.body().contains("otto@house.example"), account.body());
        // The proxy may have known the person for long; who presses the button again means it.
        assertEquals("/account/signin", browser.open("/account/security").uri().getPath());
        assertEquals(
                "/account",
                browser.signInAt("proxy", "\0", ProxyIdentity.HEADER, identity)
                        .uri()
                        .getPath());
        assertEquals(
                "/account/security", browser.open("/account/security").uri().getPath());
    }

    @Test
    void proxy_thatNobodyVouchesFor_signsNobodyIn() throws Exception {
        String forged = new ProxyIdentity("root", "root@house.example", "Root", List.of())
                .signed("another secret, just as long as ours", accounts.clock.instant());
        String old = new ProxyIdentity("root", "root@house.example", "Root", List.of())
                .signed(PROXY_SECRET, accounts.clock.instant().minusSeconds(120));
        for (String[] headers : List.of(
                new String[] {"Remote-User", "root", "Remote-Email", "root@house.example"},
                new String[] {ProxyIdentity.HEADER, forged},
                new String[] {ProxyIdentity.HEADER, old},
                new String[] {ProxyIdentity.HEADER, "root"})) {
            assertFalse(browser.open("/account/signin", headers).body().contains("Doorman"));
            assertEquals(400, browser.signInAt("proxy", "\0", headers).status());
        }
        assertEquals("/account/signin", browser.open("/account").uri().getPath());
    }

    @Test
    void begin_withoutOurForm_isRefused() throws Exception {
        assertEquals(
                403,
                browser.submit("/account/sso/house", Map.of("csrf", "guessed")).status());
        assertEquals(
                404,
                browser.submit("/account/sso/nowhere", Map.of("csrf", "guessed"))
                        .status());
    }

    private static Page answer(WebBrowser by, String provider, String code, String state, String issuer)
            throws Exception {
        return by.open("/account/sso/%s/callback?code=%s&state=%s&iss=%s".formatted(provider, code, state, issuer));
    }

    /** Signs in at the provider for the web player, as which the tokens are fetched. */
    private Answer playerTokens() throws Exception {
        return playerTokens("");
    }

    private Answer playerTokens(String more) throws Exception {
        Page signIn = browser.open("/oauth2/authorize?client_id=legato-web&response_type=code&redirect_uri=" + home
                + "/signed-in&scope=openid%20streaming%20account-manage&code_challenge_method=S256&code_challenge="
                + challenge() + more);
        Page player = browser.submitUntil(
                "/signed-in",
                "/account/sso/house",
                Map.of("csrf", signIn.hidden("csrf"), "continue", signIn.hidden("continue")));
        Answer tokens = accounts.form("grant_type=authorization_code&client_id=legato-web&code="
                + player.parameter("code") + "&redirect_uri=" + home + "/signed-in&code_verifier=" + VERIFIER);
        assertEquals(200, tokens.status(), tokens.body());
        return tokens;
    }

    /** The owner of an address opens the link of a letter. */
    private static void confirm(String email) throws Exception {
        Administration console = accounts.administration();
        var person = console.find(EmailAddress.parse(email))
                .await(30, TimeUnit.SECONDS)
                .orElseThrow();
        String link = console.resetLink(Administration.CONSOLE, person).await(30, TimeUnit.SECONDS);
        try (WebBrowser mail = new WebBrowser(home)) {
            Page page = mail.open(link.substring(link.indexOf("/account/")));
            Map<String, String> fields = new HashMap<>(Map.of("password", PASSWORD));
            fields.put("csrf", page.hidden("csrf"));
            fields.put("token", page.hidden("token"));
            assertEquals(200, mail.submit("/account/reset", fields).status());
        }
    }

    private static String logoutToken(String subject) throws Exception {
        Instant now = accounts.clock.instant();
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.ES256)
                        .keyID(house.key.getKeyID())
                        .type(new JOSEObjectType("logout+jwt"))
                        .build(),
                new JWTClaimsSet.Builder()
                        .issuer(house.issuer)
                        .audience("legato")
                        .subject(subject)
                        .issueTime(Date.from(now))
                        .expirationTime(Date.from(now.plusSeconds(120)))
                        .jwtID(UUID.randomUUID().toString())
                        .claim("events", Map.of(EVENT, Map.of()))
                        .build());
        token.sign(new ECDSASigner(house.key));
        return token.serialize();
    }

    private static String challenge() {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(Sha256.of(VERIFIER.getBytes(StandardCharsets.US_ASCII)));
    }

    private static String freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return Integer.toString(socket.getLocalPort());
        }
    }
}
