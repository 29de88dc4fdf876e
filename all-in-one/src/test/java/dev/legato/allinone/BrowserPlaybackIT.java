package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.Page;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A browser plays and seeks in what the manifests name: as plain files, and by Media Source Extensions. */
class BrowserPlaybackIT {
    /** Plays a URL from the start, then from 8 s, and tells its duration. */
    private static final String PLAY = """
            async url => {
              const audio = Object.assign(document.createElement('audio'), {src: url});
              document.body.append(audio);
              const ahead = (at) => new Promise((done, failed) => {
                audio.onerror = () => failed(new Error(audio.error.message));
                audio.ontimeupdate = () => audio.currentTime > at && done();
              });
              await audio.play();
              await ahead(0.5);
              audio.currentTime = 8;
              await ahead(8.3);
              audio.pause();
              return audio.duration;
            }""";

    /** What a DASH player does: one range for init and index, then the segments, fed to a source buffer. */
    private static final String FEED = """
            async ({url, codecs, init, index}) => {
              const type = `audio/mp4; codecs="${codecs}"`;
              if (!MediaSource.isTypeSupported(type)) throw new Error(`not supported: ${type}`);
              const range = async (from, to) => {
                const answer = await fetch(url, {headers: {Range: `bytes=${from}-${to}`}});
                if (answer.status !== 206) throw new Error(`status ${answer.status}`);
                return answer.arrayBuffer();
              };
              const head = await range(0, index[1]);
              const sidx = new DataView(head, index[0]);
              const media = new MediaSource();
              const audio = Object.assign(document.createElement('audio'), {src: URL.createObjectURL(media)});
              document.body.append(audio);
              await new Promise((done) => { media.onsourceopen = done; });
              const buffer = media.addSourceBuffer(type);
              const append = (bytes) => new Promise((done, failed) => {
                buffer.onupdateend = done;
                buffer.onerror = () => failed(new Error('source buffer: ' + audio.error?.message));
                buffer.appendBuffer(bytes);
              });
              await append(head.slice(0, init[1] + 1));
              let at = index[1] + 1;
              for (let i = 0; i < sidx.getUint16(38); i++) {
                const bytes = sidx.getUint32(40 + 12 * i);
                await append(await range(at, at + bytes - 1));
                at += bytes;
              }
              media.endOfStream();
              const ahead = (time) => new Promise((done) => { audio.ontimeupdate = () => audio.currentTime > time && done(); });
              await audio.play();
              await ahead(0.3);
              audio.currentTime = 8;
              await ahead(8.3);
              audio.pause();
              return [audio.buffered.length, audio.buffered.start(0), audio.buffered.end(0)];
            }""";

    @TempDir
    private static Path folder;

    private static RunningStack legato;
    private static HttpClient client;
    private static JsonObject playback;

    @BeforeAll
    static void start() throws Exception {
        client = HttpClient.newHttpClient();
        legato = RunningStack.start(folder.resolve("data"));
        playback = PlayableTrack.importedInto(legato, folder.resolve("music"), client)
                .playback();
    }

    @AfterAll
    static void stop() {
        legato.close();
        client.close();
    }

    @Test
    void chromium_eachRenditionAsAFile_playsAndSeeks() {
        try (Browser browser = Browser.open()) {
            for (Object file : playback.getJsonArray("files")) {
                assertPlays(page(browser), ((JsonObject) file).getString("url"));
            }
        }
    }

    @Test
    void chromium_eachRepresentationThroughMediaSource_playsAndSeeks() throws Exception {
        String manifest = playback.getString("dash");
        DashCheck.Mpd mpd = DashCheck.read(
                client.send(HttpRequest.newBuilder(URI.create(manifest)).build(), HttpResponse.BodyHandlers.ofString())
                        .body());
        try (Browser browser = Browser.open()) {
            for (DashCheck.Representation one : mpd.representations()) {
                List<?> buffered = (List<?>) page(browser)
                        .evaluate(
                                FEED,
                                Map.of(
                                        "url", manifest.replace("manifest.mpd", one.baseUrl()),
                                        "codecs", one.codecs(),
                                        "init", ends(one.init()),
                                        "index", ends(one.index())));
                assertEquals(1, ((Number) buffered.get(0)).intValue(), one.id());
                assertEquals(0, ((Number) buffered.get(1)).doubleValue(), 0.03, one.id());
                assertEquals(Tones.LENGTH.toSeconds(), ((Number) buffered.get(2)).doubleValue(), 0.03, one.id());
            }
        }
    }

    private static List<Integer> ends(HlsCheck.Range range) {
        int first = Math.toIntExact(range.offset());
        return List.of(first, first + range.length() - 1);
    }

    /** A page of the edge's own origin, from which a browser lets scripts reach this machine. */
    private static Page page(Browser browser) {
        Page page = browser.page();
        page.navigate(
                URI.create(playback.getString("hls")).resolve("segments.json").toString());
        return page;
    }

    private static void assertPlays(Page page, String url) {
        double duration = ((Number) page.evaluate(PLAY, url)).doubleValue();
        assertTrue(Math.abs(duration - Tones.LENGTH.toSeconds()) <= 0.05, "%f s: %s".formatted(duration, url));
    }
}
