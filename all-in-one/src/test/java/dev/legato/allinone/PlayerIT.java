package dev.legato.allinone;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static dev.legato.allinone.Api.eventually;
import static dev.legato.allinone.Api.expect;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.APIResponse;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A listener with a browser: signs up, searches, plays, seeks, keeps a playlist, and finds the play counted. */
class PlayerIT {
    private static final String CURRENT_TIME = "() => document.querySelector('audio[data-active]').currentTime";
    private static final String HEARD_OUT =
            "at => { const a = document.querySelector('audio[data-active]'); return a.ended || a.currentTime > at; }";
    private static final String AHEAD_OF = "at => document.querySelector('audio[data-active]').currentTime > at";

    @TempDir
    private static Path folder;

    private static RunningStack legato;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws Exception {
        chromium = Chromium.start();
        legato = RunningStack.start(folder.resolve("data"));
        assertEquals(
                3,
                legato.importFolder(Tones.create(folder.resolve("music")))
                        .imported()
                        .size());
    }

    @AfterAll
    static void stop() {
        legato.close();
        chromium.close();
    }

    @Test
    void page_listener_findsPlaysSeeksKeepsAndIsCounted() throws Exception {
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            page.navigate(legato.gateway().toString());
            SignInPage.signUp(page, "Ada", "ada@example.org");
            search(page, "perfct fifth");
            play(page);
            seek(page, 8);
            addToNewPlaylist(page, "Intervals");
            assertCounted(page);
            assertEquals(List.of(), browser.errors());
        }
    }

    @Test
    void page_unknownAlbum_saysSoInsteadOfBreaking() {
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            page.navigate(legato.gateway()
                    .resolve("/#/album/00000000000000000000000000")
                    .toString());
            assertThat(page.getByTestId("error").or(page.getByTestId("empty")).first())
                    .isVisible();
        }
    }

    @Test
    void page_playingTrack_hasItsWaveformInTheSeekBar() {
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            page.navigate(legato.gateway().resolve("/#/search").toString());
            search(page, "perfect fifth");
            play(page);
            assertThat(page.locator("#player .has-wave .wave path").last())
                    .hasAttribute("d", Pattern.compile("(M[^M]+z){150}"));
            // The slider over it is what a keyboard and a screen reader get.
            assertThat(page.getByTestId("seek").first()).hasAccessibleName("Position");
            assertThat(page.getByTestId("seek").first()).hasRole(AriaRole.SLIDER);
            page.getByTestId("open-now-playing").click();
            assertThat(page.locator(".now .has-wave .wave")).isVisible();
            page.keyboard().press("Escape");
            assertThat(page.getByTestId("now-playing")).isHidden();
            assertEquals(List.of(), browser.errors());
        }
    }

    @Test
    void page_trackThatIsNotAvailable_saysSoAndIsNotPlayed() {
        try (Browser browser = chromium.open()) {
            Page page = browser.page();
            page.route("**/v1/search?**", PlayerIT::withoutTracks);
            page.navigate(legato.gateway().resolve("/#/search").toString());
            search(page, "perfect fifth");
            Locator line = page.getByTestId("track-row").first();
            assertThat(line).containsText("Not available now");
            assertThat(line.getByTestId("track-play")).hasCount(0);
            line.dblclick();
            line.getByTestId("track-more").click();
            assertThat(page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Add to playlist")))
                    .isVisible();
            assertThat(page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Play next")))
                    .hasCount(0);
            assertThat(page.locator("#player")).isHidden();
        }
    }

    /** The answer of a search, its tracks' files gone. */
    private static void withoutTracks(Route route) {
        APIResponse answer = route.fetch();
        JsonObject found = new JsonObject(answer.text());
        found.getJsonObject("tracks").getJsonArray("items").forEach(track -> ((JsonObject) track)
                .put("available", false));
        route.fulfill(new Route.FulfillOptions().setResponse(answer).setBody(found.encode()));
    }

    private static void search(Page page, String words) {
        page.getByTestId("search-input").fill(words);
        assertThat(page.getByTestId("track-name").first()).hasText("Perfect Fifth");
    }

    private static void play(Page page) {
        page.getByTestId("track-row").first().hover();
        page.getByTestId("track-play").first().click(new Locator.ClickOptions().setForce(true));
        page.waitForFunction(AHEAD_OF, 0.2);
        assertThat(page.getByTestId("now-playing-title")).hasText("Perfect Fifth");
        page.waitForFunction(AHEAD_OF, 1.0);
    }

    private static void seek(Page page, double seconds) {
        page.getByTestId("seek").first().evaluate("""
                (bar, seconds) => {
                  bar.value = seconds;
                  bar.dispatchEvent(new Event('input', {bubbles: true}));
                  bar.dispatchEvent(new Event('change', {bubbles: true}));
                }""", seconds);
        page.waitForFunction(AHEAD_OF, seconds + 0.2);
        double now = ((Number) page.evaluate(CURRENT_TIME)).doubleValue();
        assertTrue(now < seconds + 4, "at " + now + " s");
    }

    private static void addToNewPlaylist(Page page, String name) {
        page.getByTestId("new-playlist").first().click();
        page.getByRole(AriaRole.TEXTBOX, new Page.GetByRoleOptions().setName("Name"))
                .fill(name);
        page.getByTestId("dialog-submit").click();
        assertThat(page.getByTestId("page-title")).hasText(name);
        search(page, "perfect fifth");
        page.getByTestId("track-row").first().hover();
        page.getByTestId("track-more").first().click(new Locator.ClickOptions().setForce(true));
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName("Add to playlist"))
                .click();
        page.getByRole(AriaRole.MENUITEM, new Page.GetByRoleOptions().setName(name))
                .click();
        assertThat(page.locator("#toasts")).containsText("added to " + name);
        page.getByTestId("rail-playlist").first().click();
        assertThat(page.getByTestId("playlist").getByTestId("track-name")).hasText("Perfect Fifth");
    }

    /** Plays a tone from its start: half of it heard is a play, which the player tells of by its progress at 10 s. */
    private static void assertCounted(Page page) throws Exception {
        page.getByTestId("track-row").first().hover();
        page.getByTestId("track-play").first().click(new Locator.ClickOptions().setForce(true));
        page.waitForFunction(
                HEARD_OUT, Tones.LENGTH.toSeconds() - 1.5, new Page.WaitForFunctionOptions().setTimeout(60_000));
        try (HttpClient client = HttpClient.newHttpClient()) {
            Api anonymous = Api.anonymous(client, legato.gateway());
            String token = expect(200, anonymous.post("/v1/sessions/guest", new JsonObject()))
                    .getString("accessToken");
            var chart = eventually(
                    () -> expect(200, anonymous.with(token).get("/v1/charts/tracks?window=day"))
                            .getJsonArray("items"),
                    items -> !items.isEmpty());
            assertEquals(1, chart.size());
        }
        page.navigate(legato.gateway().resolve("/#/charts").toString());
        assertThat(page.getByTestId("charts")).containsText("Perfect Fifth");
    }
}
