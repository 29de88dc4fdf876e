package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.media.audio.AudioInfo;
import dev.legato.media.audio.AudioProbe;
import dev.legato.media.audio.Ffmpeg;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a player of HLS and DASH gets, from import to edge: manifests by the book, and segments that are what they say. */
class PackagingIT {
    private static final List<String> LADDER = List.of("aac-160", "aac-96", "aac-320", "opus-96", "flac");
    private static final Map<String, String> CODECS = Map.of("aac", "mp4a.40.2", "opus", "Opus", "flac", "fLaC");

    @TempDir
    private static Path folder;

    private static RunningStack legato;
    private static HttpClient client;
    private static JsonObject playback;
    private static JsonObject track;

    @BeforeAll
    static void start() throws Exception {
        client = HttpClient.newHttpClient();
        legato = RunningStack.start(folder.resolve("data"));
        PlayableTrack found = PlayableTrack.importedInto(legato, folder.resolve("music"), client);
        track = found.track();
        playback = found.playback();
    }

    @AfterAll
    static void stop() {
        legato.close();
        client.close();
    }

    @Test
    void hls_isByTheBook_andItsRangesAreSegments() throws Exception {
        URI master = URI.create(playback.getString("hls"));
        List<HlsCheck.Variant> variants = variants(master.resolve("master-all.m3u8"));
        assertEquals(
                LADDER.stream().map(name -> name + ".m3u8").toList(),
                variants.stream().map(HlsCheck.Variant::uri).toList());
        List<List<Double>> cuts = new ArrayList<>();
        for (HlsCheck.Variant variant : variants) {
            URI playlist = master.resolve(variant.uri());
            HlsCheck.Media media = HlsCheck.media(text(playlist).body());
            assertEquals(CODECS.get(variant.uri().replaceFirst("[-.].*", "")), variant.codecs());
            assertEquals(HlsCheck.peak(media), variant.bandwidth(), 2, variant.uri());
            assertEquals(HlsCheck.average(media), variant.average(), 2, variant.uri());
            cuts.add(follow(playlist, media));
        }
        for (List<Double> cut : cuts) {
            assertEquals(cuts.getFirst().size(), cut.size());
            for (int segment = 0; segment < cut.size(); segment++) {
                assertEquals(cuts.getFirst().get(segment), cut.get(segment), 0.11, "aligned to a frame");
            }
        }
        // The three of AAC have one frame length, hence the very same segments.
        assertEquals(cuts.get(0), cuts.get(1));
        assertEquals(cuts.get(0), cuts.get(2));
    }

    @ParameterizedTest
    @CsvSource({
        "master.m3u8, mp4a.40.2, 3",
        "master-aac.m3u8, mp4a.40.2, 3",
        "master-opus.m3u8, Opus, 1",
        "master-flac.m3u8, fLaC, 1"
    })
    void hls_aMaster_isByTheBook_andHasOneCodec(String name, String codec, int count) throws Exception {
        URI master = URI.create(playback.getString("hls")).resolve(name);
        List<HlsCheck.Variant> all = variants(master.resolve("master-all.m3u8"));
        assertEquals(
                all.stream().filter(variant -> variant.codecs().equals(codec)).toList(), variants(master));
        assertEquals(count, variants(master).size());
    }

    private static List<HlsCheck.Variant> variants(URI master) throws Exception {
        HttpResponse<String> answer = text(master);
        assertEquals("application/vnd.apple.mpegurl", field(answer, "content-type"));
        return HlsCheck.master(answer.body());
    }

    /** Fetches what a playlist names, looks at each, and returns when each segment ends. */
    private static List<Double> follow(URI playlist, HlsCheck.Media media) throws Exception {
        byte[] init = range(playlist, media.map());
        assertEquals(List.of("ftyp", "moov"), Mp4Check.types(init));
        assertEquals(0, media.map().offset());
        List<Double> ends = new ArrayList<>();
        double end = 0;
        long next = -1;
        long decodeTime = -1;
        for (HlsCheck.Segment segment : media.segments()) {
            assertTrue(next < 0 || next == segment.range().offset(), "one behind the other");
            long time = Mp4Check.segment(range(playlist, segment.range()), ends.size() + 1);
            assertTrue(time > decodeTime);
            decodeTime = time;
            next = segment.range().offset() + segment.range().length();
            end += segment.seconds();
            ends.add(end);
        }
        assertEquals(length(playlist.resolve(media.map().uri())), next, "to the file's end");
        assertEquals(Tones.LENGTH.toSeconds(), end, 0.001);
        return ends;
    }

    @Test
    void dash_isByTheBook_andItsIndexesAgreeWithHls() throws Exception {
        URI manifest = URI.create(playback.getString("dash"));
        HttpResponse<String> answer = text(manifest);
        assertEquals("application/dash+xml", field(answer, "content-type"));
        DashCheck.Mpd mpd = DashCheck.read(answer.body());
        assertEquals(Tones.LENGTH.toSeconds(), mpd.seconds(), 0.001);
        Map<String, Integer> sets = new HashMap<>();
        for (DashCheck.Representation one : mpd.representations()) {
            byte[] init = range(manifest, one.init());
            assertEquals(List.of("ftyp", "moov"), Mp4Check.types(init));
            assertEquals(one.init().length(), one.index().offset(), "sidx follows moov: one range gets both");
            Mp4Check.Index index = Mp4Check.index(range(manifest, one.index()));
            assertEquals(one.timescale(), index.timescale());
            assertEquals(one.sampleRate(), index.timescale());
            assertEquals(0, index.earliest());
            assertEquals(0, index.firstOffset());
            HlsCheck.Media media =
                    HlsCheck.media(text(manifest.resolve(one.id() + ".m3u8")).body());
            assertEquals(
                    media.segments().stream()
                            .map(segment -> segment.range().length())
                            .toList(),
                    index.references().stream().map(Mp4Check.Reference::bytes).toList());
            assertEquals(
                    one.index().offset() + one.index().length(),
                    media.segments().getFirst().range().offset());
            for (int i = 0; i < index.references().size(); i++) {
                double seconds = (double) index.references().get(i).duration() / index.timescale();
                assertEquals(media.segments().get(i).seconds(), seconds, 1e-6);
                assertTrue(seconds <= mpd.minBuffer() + 1, "minBufferTime");
            }
            assertEquals(HlsCheck.peak(media), one.bandwidth(), 2);
            Integer other = sets.putIfAbsent(one.codecs(), one.set());
            assertTrue(other == null || other == one.set(), "a codec has one set");
        }
        assertEquals(
                LADDER,
                mpd.representations().stream()
                        .map(DashCheck.Representation::id)
                        .sorted((a, b) -> LADDER.indexOf(a) - LADDER.indexOf(b))
                        .toList());
        assertEquals(3, sets.size());
    }

    @Test
    void manifests_askedAgain_areTheSameBytesAndTag() throws Exception {
        String hls = playback.getString("hls");
        for (String url : List.of(hls, hls.replace("master", "master-all"), playback.getString("dash"))) {
            HttpResponse<String> first = text(URI.create(url));
            HttpResponse<String> second = text(URI.create(url));
            assertEquals(first.body(), second.body());
            assertEquals(field(first, "etag"), field(second, "etag"));
            HttpResponse<String> third = client.send(
                    HttpRequest.newBuilder(URI.create(url))
                            .header("If-None-Match", field(first, "etag"))
                            .build(),
                    BodyHandlers.ofString());
            assertEquals(304, third.statusCode());
        }
    }

    @Test
    void eachRendition_probed_isWhatTheApiSays() throws Exception {
        AudioProbe probe = new AudioProbe(Ffmpeg.load());
        Map<String, String> codecs = Map.of("aac", "aac", "opus", "opus", "flac", "flac");
        List<JsonObject> files = playback.getJsonArray("files").stream()
                .map(JsonObject.class::cast)
                .toList();
        assertEquals(LADDER.size() + 1, files.size());
        for (JsonObject file : files.subList(1, files.size())) {
            Path object = legato.data()
                    .objects()
                    .resolve(track.getString("id"))
                    .resolve(file.getString("rendition") + ".m4a");
            AudioInfo info = probe.read(object);
            String family = file.getString("rendition").replaceFirst("-.*", "");
            assertEquals(codecs.get(family), info.codec());
            assertEquals(track.getInteger("durationMs"), info.durationMs(), 50, file.encode());
            JsonObject gapless = file.getJsonObject("gapless");
            assertEquals(info.sampleRate(), gapless.getInteger("sampleRate"));
            assertEquals(Tones.LENGTH.toSeconds() * info.sampleRate(), gapless.getLong("totalSamples"), file.encode());
            assertEquals(Files.size(object), file.getLong("bytes"));
        }
    }

    @Test
    void hlsFromTheEdge_decodedByFfmpeg_isTheFilesMusic() throws Exception {
        Ffmpeg ffmpeg = Ffmpeg.load();
        Path streamed = folder.resolve("streamed.pcm");
        Path stored = folder.resolve("stored.pcm");
        URI flac = URI.create(playback.getString("hls")).resolve("flac.m3u8");
        byte[] _ = ffmpeg.run(
                Duration.ofSeconds(60),
                List.of(
                        "-protocol_whitelist",
                        "http,tcp,file",
                        "-i",
                        flac.toString(),
                        "-f",
                        "s16le",
                        "-y",
                        "file:" + streamed));
        byte[] _ = ffmpeg.run(
                Duration.ofSeconds(60),
                List.of("-i", "file:" + folder.resolve("music/2.flac"), "-f", "s16le", "-y", "file:" + stored));
        assertArrayEquals(Files.readAllBytes(stored), Files.readAllBytes(streamed));
    }

    @Test
    void waveform_hasAThousandPeaks() throws Exception {
        JsonObject waveform =
                new JsonObject(text(URI.create(playback.getString("waveform"))).body());
        assertEquals(1000, waveform.getJsonArray("peaks").size());
    }

    private static HttpResponse<String> text(URI uri) throws Exception {
        HttpResponse<String> answer = client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
        assertEquals(200, answer.statusCode(), uri + " " + answer.body());
        return answer;
    }

    private static byte[] range(URI base, HlsCheck.Range range) throws Exception {
        HttpResponse<byte[]> answer = client.send(
                HttpRequest.newBuilder(base.resolve(range.uri()))
                        .header("Range", "bytes=%d-%d".formatted(range.offset(), range.offset() + range.length() - 1))
                        .build(),
                BodyHandlers.ofByteArray());
        assertEquals(206, answer.statusCode());
        assertEquals(range.length(), answer.body().length);
        return answer.body();
    }

    private static long length(URI uri) throws Exception {
        HttpResponse<Void> answer =
                client.send(HttpRequest.newBuilder(uri).HEAD().build(), BodyHandlers.discarding());
        return answer.headers().firstValueAsLong("content-length").orElseThrow();
    }

    private static String field(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }
}
