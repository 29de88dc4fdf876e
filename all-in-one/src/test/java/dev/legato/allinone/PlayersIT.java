package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.Page;
import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.SegmentIndex.Rendition;
import dev.legato.runtime.json.Json;
import dev.legato.testing.FullRun;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Players as they are shipped play and seek in every rendition, and what they fetch is whole parts of one file. */
class PlayersIT {
    private static final double EXACT = 0.05;
    /** Later, and back; none at a segment's edge. */
    private static final List<Double> POINTS = List.of(18.5, 5.3, 14.0);

    private static final List<String> MASTERS = List.of("master.m3u8", "master-opus.m3u8", "master-flac.m3u8");
    private static final List<String> BROWSER_PLAYERS = List.of("native", "hls", "shaka");

    private static final List<Double> ONE_POINT = POINTS.subList(0, 1);

    @TempDir
    private static Path folder;

    private static RunningStack legato;
    private static HttpClient client;
    private static URI hls;
    private static SegmentIndex index;
    private static EdgeLog log;
    private static Optional<Chromium> chromium = Optional.empty();
    private static Optional<Browser> browser = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        Path file = folder.resolve("access.log");
        // Programs that run as somebody else must get at their home.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        client = HttpClient.newHttpClient();
        legato = RunningStack.start(
                folder.resolve("data"), Map.of("edge.accessLog", "1", "edge.accessLogFile", file.toString()));
        PlayableTrack track = PlayableTrack.imported(legato, Sweep.create(folder.resolve("music")), "rising", client);
        hls = URI.create(track.playback().getString("hls"));
        index = Json.read(
                client.send(
                                HttpRequest.newBuilder(hls.resolve(SegmentIndex.FILE))
                                        .build(),
                                BodyHandlers.ofByteArray())
                        .body(),
                SegmentIndex.class);
        assertEquals(5, index.renditions().size());
        log = new EdgeLog(file, index);
    }

    @AfterAll
    static void stop() {
        chromium.ifPresent(Chromium::close);
        legato.close();
        client.close();
    }

    @ParameterizedTest
    @EnumSource
    void program_eachRendition_playsToTheEndAndFromAnywhere(Programs program) throws Exception {
        for (Rendition rendition : FullRun.some(index.renditions(), 1, program.ordinal())) {
            String url = hls.resolve(rendition.name() + ".m3u8").toString();
            int before = log.settle(client, hls);
            byte[] whole = program.play(url, 0, home(), _ -> false);
            assertEquals(Sweep.LENGTH.toSeconds(), Sweep.seconds(whole), EXACT, rendition.name());
            assertEquals(0, Sweep.position(whole), EXACT, rendition.name());
            assertFetchedParts(rendition, before);
            before = log.settle(client, hls);
            String seekable =
                    program.seeksInHls() ? url : hls.resolve(rendition.file()).toString();
            for (double point : program == Programs.VLC ? POINTS : ONE_POINT) {
                byte[] rest = program.play(
                        seekable, point, home(), heard -> program == Programs.GSTREAMER && isFrom(point, heard));
                double begin = Sweep.position(rest);
                assertEquals(point - program.early() / 2, begin, program.early() / 2 + EXACT, rendition.name());
                if (program != Programs.GSTREAMER) {
                    assertEquals(Sweep.LENGTH.toSeconds() - begin, Sweep.seconds(rest), EXACT, rendition.name());
                }
            }
            if (program.seeksInHls()) {
                assertFetchedParts(rendition, before);
            }
        }
    }

    private static boolean isFrom(double point, byte[] heard) {
        return Sweep.seconds(heard) >= 1 && Math.abs(Sweep.position(heard) - point) <= EXACT;
    }

    @ParameterizedTest
    @EnumSource
    void program_eachMaster_plays(Programs program) throws Exception {
        for (String master : FullRun.some(MASTERS, 1, program.ordinal())) {
            byte[] whole = program.play(hls.resolve(master).toString(), 0, home(), _ -> false);
            assertEquals(Sweep.LENGTH.toSeconds(), Sweep.seconds(whole), EXACT, master);
        }
    }

    private static Path home() throws IOException {
        return Files.createDirectories(folder.resolve("home"));
    }

    /** Chromium's own HLS fetches through its media cache: from the edge of a block on, to no end. */
    @ParameterizedTest
    @CsvSource({"native,,false", "hls,master-all.m3u8,true", "shaka,manifest.mpd,true"})
    void browser_eachRendition_playsAndSeeks(String player, String manifest, boolean exact) throws Exception {
        for (Rendition rendition : FullRun.some(index.renditions(), 2, BROWSER_PLAYERS.indexOf(player))) {
            String name = manifest == null ? rendition.name() + ".m3u8" : manifest;
            int before = log.settle(client, hls);
            Page page = page();
            load(page, player);
            Map<?, ?> played = play(page, player, name, rendition.name(), POINTS);
            log.settle(client, hls);
            List<EdgeLog.Fetch> fetches = log.fetches(before);
            if (!exact) {
                continue;
            }
            fetches.forEach(log::assertOnePart);
            for (Object seek : (List<?>) played.get("seeks")) {
                List<?> times = (List<?>) seek;
                List<EdgeLog.Fetch> sought = fetches.stream()
                        .filter(fetch -> !fetch.time().isBefore(instant(times.get(0)))
                                && fetch.time().isBefore(instant(times.get(1))))
                        .toList();
                assertTrue(sought.size() <= 2, () -> name + ", before sound: " + sought);
                sought.forEach(fetch -> assertEquals(rendition.file(), fetch.file()));
            }
        }
    }

    @Test
    void chromiumsOwnHls_eachMaster_playsAndSeeks() throws Exception {
        for (String master : FullRun.some(MASTERS, 1, 0)) {
            var _ = play(page(), "native", master, "", ONE_POINT);
        }
    }

    @Test
    void chromium_eachRenditionAsAFile_playsAndSeeks() throws Exception {
        for (Rendition rendition : FullRun.some(index.renditions(), 2, 1)) {
            var _ = play(page(), "native", rendition.file(), "", ONE_POINT);
        }
    }

    private static Map<?, ?> play(Page page, String player, String manifest, String variant, List<Double> points) {
        Map<?, ?> played = (Map<?, ?>) page.evaluate(
                "asked => legato.play(asked)",
                Map.of(
                        "player",
                        player,
                        "url",
                        hls.resolve(manifest).toString(),
                        "variant",
                        variant,
                        "points",
                        points));
        assertEquals(
                Sweep.LENGTH.toSeconds(), ((Number) played.get("duration")).doubleValue(), EXACT, manifest + variant);
        assertTrue(((Number) played.get("decoded")).longValue() > 0, "nothing was decoded");
        return played;
    }

    private static void assertFetchedParts(Rendition rendition, int before) throws Exception {
        log.settle(client, hls);
        List<EdgeLog.Fetch> fetches = log.fetches(before);
        assertFalse(fetches.isEmpty());
        for (EdgeLog.Fetch fetch : fetches) {
            assertEquals(rendition.file(), fetch.file());
            log.assertOnePart(fetch);
        }
    }

    /** A page of the edge's own origin, from which a browser lets scripts reach this machine. */
    private static Page page() throws IOException {
        if (browser.isEmpty()) {
            chromium = Optional.of(Chromium.start());
            browser = Optional.of(chromium.get().open());
        }
        Page page = browser.get().page();
        page.navigate(hls.resolve(SegmentIndex.FILE).toString());
        page.addScriptTag(new Page.AddScriptTagOptions().setContent(PlayerScripts.ours()));
        return page;
    }

    private static void load(Page page, String player) throws Exception {
        if (!player.equals("native")) {
            // Else Chromium would ask for what it lacks of a segment whose fetching was broken off before.
            JsonObject without = new JsonObject();
            without.addProperty("cacheDisabled", true);
            CDPSession session = page.context().newCDPSession(page);
            var _ = session.send("Network.enable");
            var _ = session.send("Network.setCacheDisabled", without);
            String script =
                    PlayerScripts.valueOf(player.toUpperCase(Locale.ROOT)).text();
            page.addScriptTag(new Page.AddScriptTagOptions().setContent(script));
        }
    }

    private static Instant instant(Object millis) {
        return Instant.ofEpochMilli(((Number) millis).longValue());
    }
}
