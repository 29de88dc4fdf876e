package dev.legato.media.audio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What an input can make ffmpeg do, and what keeps it from more. */
@Timeout(120)
class FfmpegIT {
    private static final Duration LONG = Duration.ofSeconds(100);
    private static final List<String> ENDLESS = List.of("-f", "lavfi", "-i", "anullsrc=r=192000:cl=7.1");

    @TempDir
    Path folder;

    private final Ffmpeg ffmpeg;

    FfmpegIT() throws IOException {
        ffmpeg = Ffmpeg.load();
    }

    private String failure(Limits limits, List<String> input, String... output) {
        List<String> arguments = new ArrayList<>(input);
        arguments.addAll(List.of(output));
        return assertThrows(FfmpegException.class, () -> ffmpeg.run(limits, arguments))
                .getMessage();
    }

    private String refusal(String name, String content) throws IOException {
        Path file = Files.writeString(folder.resolve(name), content);
        return assertThrows(FfmpegException.class, () -> new AudioProbe(ffmpeg).read(file))
                .getMessage();
    }

    @Test
    void run_endlessInput_endsWithItsTime() {
        String message = failure(Limits.of(Duration.ofSeconds(1)), ENDLESS, "-f", "null", "-");
        assertEquals("took longer than 1 s", message);
    }

    @Test
    void run_muchMemoryInPieces_isRefused() {
        // Keeps all it has seen, to turn it round.
        List<String> pictures = List.of("-f", "lavfi", "-i", "nullsrc=s=8000x8000");
        String message = failure(Limits.of(LONG), pictures, "-vf", "reverse", "-f", "null", "-");
        assertEquals("Cannot allocate memory", message);
    }

    @Test
    void run_largeFile_isCutAtItsLimit() throws IOException {
        Path file = folder.resolve("large.wav");
        assertEquals(
                "becomes larger than 1 MiB",
                failure(new Limits(LONG, 1 << 20), ENDLESS, "file:" + file.toAbsolutePath()));
        assertTrue(Files.size(file) <= 1 << 20);
    }

    @Test
    void run_muchOutput_isRefused() {
        String message = failure(Limits.of(LONG), ENDLESS, "-f", "s16le", "pipe:1");
        assertEquals("its output cannot be read: more than 1024 KiB", message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\n%s\n#EXT-X-ENDLIST\n",
                "ffconcat version 1.0\nfile '%s'\n"
            })
    void probe_playlistThatSaysItIsMusic_isRefusedUnopened(String form) throws Exception {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        server.start();
        try {
            String url =
                    "http://127.0.0.1:%d/a.mp3".formatted(server.getAddress().getPort());
            for (String target : List.of(url, "/etc/passwd", "file:///etc/passwd")) {
                String message = refusal("list.mp3", form.formatted(target));
                boolean seen = form.startsWith("ffconcat");
                assertTrue(message.startsWith(seen ? "holds none of 'aac,aiff," : "Not detecting m3u8"), message);
                // And if it were opened, it could not reach the network.
                String format = form.startsWith("#") ? "hls" : "concat";
                List<String> opened = List.of(
                        "-protocol_whitelist", "file", "-f", format, "-i", "file:" + folder.resolve("list.mp3"));
                String said = failure(Limits.of(LONG), opened, "-f", "null", "-");
                assertTrue(!said.isEmpty());
            }
        } finally {
            server.stop(0);
        }
        assertEquals(0, requests.get());
    }

    @Test
    void music_standardInput_isNoFile() {
        List<String> input = new ArrayList<>(Ffmpeg.music(Path.of("x")));
        input.set(input.size() - 1, "pipe:0");
        assertTrue(failure(Limits.of(LONG), input, "-f", "null", "-").contains("not on whitelist"));
    }

    @Test
    void probe_musicOfDays_isRefused() throws Exception {
        Path days = folder.resolve("days.wav");
        byte[] _ = ffmpeg.run(
                LONG,
                List.of("-f", "lavfi", "-i", "anullsrc=r=8000:cl=mono", "-t", "1", "-c:a", "pcm_u8", "file:" + days));
        try (RandomAccessFile file = new RandomAccessFile(days.toFile(), "rw")) {
            file.seek(file.length() - 8000 - Integer.BYTES);
            file.writeInt(Integer.reverseBytes(25 * 3600 * 8000));
            file.setLength(file.getFilePointer() + 25L * 3600 * 8000);
        }
        assertEquals(
                "lasts 25 h (expected: <= 24)",
                assertThrows(FfmpegException.class, () -> new AudioProbe(ffmpeg).read(days))
                        .getMessage());
    }
}
