package dev.legato.allinone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.legato.allinone.Api.expect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Keyboard;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.BoundingBox;
import dev.legato.testing.FullRun;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page on narrow screens, with long lists and names, in two tabs, without a network, and under the Back button. */
class PageIT {
    /** Longer than what the queue shows and, in a full run, than a listener's patience with a slow page. */
    private static final int LONG_LIST = FullRun.repetitions("legato.page.tracks", 450, 2_150);

    private static final int BATCH = 50;
    private static final String SOUNDS = "() => [...document.querySelectorAll('audio')].some(a => !a.paused)";
    private static final String SILENT = "() => [...document.querySelectorAll('audio')].every(a => a.paused)";
    private static final String ROWS = "count => document.querySelectorAll('.track').length === count";
    private static final String LONG_NAME = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk".repeat(4);

    @TempDir
    private static Path folder;

    private static RunningStack legato;
    private static HttpClient client;
    private static Chromium chromium;
    private static AccountScenes scenes;

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start();
        legato = RunningStack.start(folder.resolve("data"), AccountScenes.SETTINGS);
        client = HttpClient.newHttpClient();
        scenes = new AccountScenes(legato, chromium, client);
        var _ = legato.importFolder(Tones.create(folder.resolve("music")));
    }

    @AfterAll
    static void stop() {
        client.close();
        legato.close();
        chromium.close();
    }

    @Test
    void back_overTheQueueOrThePlayer_closesItAndStays() {
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            page.setViewportSize(820, 900);
            openAlbum(page);
            playFirst(page);
            String album = page.url();
            page.getByTestId("queue-toggle").click();
            assertThat(page.locator("#queue")).isVisible();
            page.goBack();
            assertThat(page.locator("#queue")).isHidden();
            assertEquals(album, page.url());

            page.getByTestId("open-now-playing").click();
            page.goBack();
            assertThat(page.getByTestId("now-playing")).isHidden();
            assertEquals(album, page.url());

            // Closed in another way, it leaves nothing for Back to undo.
            page.getByTestId("queue-toggle").click();
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Close queue"))
                    .click();
            assertThat(page.locator("#queue")).isHidden();
            page.waitForFunction("() => !history.state.layers");
            page.goBack();
            assertThat(page.getByTestId("albums")).isVisible();
            assertEquals(List.of(), browser.errors());
        }
    }

    @Test
    void back_toALongPage_isWhereItWasLeft() throws Exception {
        String account = "scroll@example.org";
        String playlist = playlistOf(account, 300);
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            logIn(page, account);
            open(page, "/playlist/" + playlist);
            page.waitForFunction(ROWS, 300);
            page.evaluate("() => scrollTo(0, 9000)");
            page.getByTestId("track-name").nth(155).evaluate("link => link.click()");
            assertThat(page).hasURL(Pattern.compile(".*#/track/.*"));
            assertThat(page.getByTestId("page-title")).isVisible();
            page.goBack();
            page.waitForFunction("() => Math.abs(scrollY - 9000) < 3");
        }
    }

    @Test
    void narrowWindow_leadsToThePlaylists() {
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            page.setViewportSize(820, 900);
            open(page, "/");
            page.locator("#rail").getByTestId("nav-library").click();
            assertThat(page).hasURL(Pattern.compile(".*#/playlists"));
        }
    }

    @Test
    void phone_namesWithoutBlanks_stayInTheWindow() {
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            page.setViewportSize(390, 800);
            page.route("**/v1/albums**", PageIT::withLongNames);
            page.route("**/v1/albums/**", PageIT::withLongNames);
            openAlbum(page);
            assertThat(page.getByTestId("page-title")).containsText(LONG_NAME);
            playFirst(page);
            BoundingBox bar = page.locator("#player").boundingBox();
            assertEquals(390, ((Number) page.evaluate("() => document.documentElement.scrollWidth")).intValue());
            assertEquals(true, bar.x >= 0 && bar.x + bar.width <= 390, bar.x + " to " + (bar.x + bar.width));
        }
    }

    @Test
    void openQueue_besideAnAlbum_leavesRoomForTitles() {
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            page.route("**/v1/albums/**", PageIT::withTitlesOfManyWords);
            openAlbum(page);
            playFirst(page);
            page.getByTestId("queue-toggle").click();
            assertThat(page.locator("#queue")).isVisible();
            for (int width = 761; width <= 1400; width += 71) {
                page.setViewportSize(width, 800);
                double title = page.getByTestId("page-title").boundingBox().height;
                double row = page.getByTestId("track-row").first().boundingBox().height;
                assertTrue(title < 220, "at %d px the title is %.0f px high".formatted(width, title));
                assertTrue(row < 100, "at %d px a row is %.0f px high".formatted(width, row));
            }
        }
    }

    @Test
    void twoTabs_theOneThatBeginsLast_sounds() {
        try (Browser browser = chromium.open()) {
            Page first = browser.page();
            openAlbum(first);
            playFirst(first);
            Page second = first.context().newPage();
            openAlbum(second);
            playFirst(second);
            first.waitForFunction(SILENT);
            second.waitForFunction(SOUNDS);
        }
    }

    @Test
    void offline_saysSoAndPlaysOnWhenTheNetworkIsBack() {
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            openAlbum(page);
            page.context().setOffline(true);
            page.getByTestId("track-row").first().hover();
            page.getByTestId("track-play").first().click(new Locator.ClickOptions().setForce(true));
            assertThat(page.locator("#toasts")).containsText("You are offline");
            assertThat(page.locator(".is-loading")).hasCount(0);
            assertThat(page.locator(".is-sounding")).hasCount(0);
            page.context().setOffline(false);
            assertThat(page.locator(".track.is-sounding")).hasCount(1);
        }
    }

    @Test
    void longPlaylist_isShownWhole_andPlayedAndMovedAndKeptAcrossAReload() throws Exception {
        String account = "long@example.org";
        String playlist = playlistOf(account, LONG_LIST);
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            logIn(page, account);
            open(page, "/playlist/" + playlist);
            page.waitForFunction(ROWS, LONG_LIST);
            assertThat(page.locator(".hero-line").first())
                    .hasText(Pattern.compile("%,d tracks.*".formatted(LONG_LIST)));

            String moved = name(page, 0);
            page.getByTestId("track-name").first().focus();
            page.keyboard().press("Alt+ArrowDown");
            assertThat(page.getByTestId("track-name").nth(1)).hasText(moved);

            dragPastTheEdgeAndCancel(page);
            assertThat(page.getByTestId("track-name").nth(1)).hasText(moved);

            playFirst(page);
            page.reload();
            page.getByTestId("queue-toggle").click();
            assertThat(page.locator(".queue-note")).hasText("The next 200 of %,d tracks".formatted(LONG_LIST - 1));
            assertEquals(List.of(), browser.errors());
        }
    }

    @Test
    void rename_lostToAnotherChange_keepsWhatWasTyped() throws Exception {
        String account = "rename@example.org";
        String playlist = playlistOf(account, 3);
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            logIn(page, account);
            open(page, "/playlist/" + playlist);
            page.getByTestId("playlist-rename").click();
            Locator name = page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Name"));
            name.fill("What I typed");
            changeElsewhere(account, playlist);
            page.getByTestId("dialog-submit").click();
            assertThat(page.locator(".form-error")).containsText("named “Elsewhere” now");
            assertThat(name).hasValue("What I typed");
            page.getByTestId("dialog-submit").click();
            assertThat(page.getByTestId("page-title")).hasText("What I typed");
        }
    }

    @Test
    void signIn_byRedirect_comesBackAndLeavesByLogout() {
        scenes.signInAndOut();
    }

    @Test
    void signIn_thatFails_saysWhy() {
        scenes.failedSignIns();
    }

    @Test
    void signUp_ofAGuest_keepsWhatItHeard() throws Exception {
        scenes.guestBecomesAnAccount();
    }

    @Test
    void signIn_ofSeveralTabs_isOneSession() {
        scenes.tabsShareASession();
    }

    @Test
    void familyInvitation_isAcceptedOnceAndSaysWhyNot() throws Exception {
        scenes.familyInvitation();
    }

    @Test
    void stream_displacedByAnotherDevice_pausesAndOffersToPlayHere() throws Exception {
        scenes.displacedStream();
    }

    @Test
    void picture_uploaded_isShownInTheMenuAndRemoved() throws Exception {
        scenes.picture();
    }

    private static void dragPastTheEdgeAndCancel(Page page) {
        page.evaluate("() => scrollTo(0, 0)");
        BoundingBox grip = page.locator(".track .grip").first().boundingBox();
        page.mouse().move(grip.x + 8, grip.y + 20);
        page.mouse().down();
        page.mouse().move(grip.x + 8, 895);
        page.waitForFunction("() => scrollY > 300");
        page.keyboard().press("Escape", new Keyboard.PressOptions());
        page.mouse().up();
        assertThat(page.locator(".is-dragged")).hasCount(0);
    }

    private static String name(Page page, int row) {
        return page.getByTestId("track-name").nth(row).innerText();
    }

    /** A playlist of the three tones over and over, of a new account. */
    private static String playlistOf(String email, int entries) throws Exception {
        Api api = Api.anonymous(client, legato.gateway()).signedUp(email);
        JsonArray tones = expect(200, api.get("/v1/search?q=sine%20language&types=album"))
                .getJsonObject("albums")
                .getJsonArray("items");
        String album = tones.getJsonObject(0).getString("id");
        List<String> tracks = expect(200, api.get("/v1/albums/" + album + "/tracks")).getJsonArray("items").stream()
                .map(track -> ((JsonObject) track).getString("id"))
                .toList();
        String id = expect(201, api.post("/v1/playlists", new JsonObject().put("name", "Tones")))
                .getString("id");
        for (int added = 0; added < entries; ) {
            int some = Math.min(BATCH, entries - added);
            List<String> batch = Collections.nCopies(some, tracks).stream()
                    .flatMap(List::stream)
                    .limit(some)
                    .toList();
            var _ = expect(
                    201,
                    api.post("/v1/playlists/" + id + "/items", new JsonObject().put("trackIds", new JsonArray(batch))));
            added += some;
        }
        return id;
    }

    private static void changeElsewhere(String email, String playlist) throws Exception {
        Api anonymous = Api.anonymous(client, legato.gateway());
        Api api = anonymous.with(expect(
                        200,
                        anonymous.post(
                                "/v1/sessions",
                                new JsonObject().put("email", email).put("password", SignInPage.PASSWORD)))
                .getString("accessToken"));
        String path = "/v1/playlists/" + playlist;
        String tag = api.get(path).headers().firstValue("ETag").orElseThrow();
        var _ = expect(
                200,
                api.send(api.request(path)
                        .header("Content-Type", "application/json")
                        .header("If-Match", tag)
                        .method("PATCH", BodyPublishers.ofString("{\"name\": \"Elsewhere\"}"))));
    }

    private static void withLongNames(Route route) {
        APIResponse answer = route.fetch();
        String body = answer.text().replace(Tones.ALBUM, LONG_NAME).replace(Tones.ARTIST, LONG_NAME);
        route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(body));
    }

    private static void withTitlesOfManyWords(Route route) {
        APIResponse answer = route.fetch();
        route.fulfill(new Route.FulfillOptions()
                .setResponse(answer)
                .setBody(answer.text().replace(Tones.ALBUM, "A Night at the Opera of the Long Evenings")));
    }

    private static void logIn(Page page, String email) {
        open(page, "/");
        SignInPage.signIn(page, email);
    }

    private static void openAlbum(Page page) {
        open(page, "/");
        page.getByTestId("album-card").first().getByRole(AriaRole.LINK).first().click();
        assertThat(page.getByTestId("track-row").first()).isVisible();
    }

    private static void open(Page page, String place) {
        page.navigate(legato.gateway().resolve("/#" + place).toString());
    }

    private static void playFirst(Page page) {
        page.getByTestId("play-all").first().click();
        page.waitForFunction(SOUNDS);
    }
}
