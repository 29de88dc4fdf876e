package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs as Debian ships them fetch from the edge, bit by bit. Each is passed over where it is not installed. */
class InteropIT {
    private static final AudioFormat CD = new AudioFormat(44_100, 16, 2, true, false);
    private static final byte[] SAMPLES = new byte[12_000_000];
    private static final int NOBODY = 65_534;

    @TempDir
    private static Path folder;

    private static byte[] track;
    private static EdgeFixture edge;
    private static String url;

    private Path out;

    @BeforeAll
    static void start() throws Exception {
        new Random(6).nextBytes(SAMPLES);
        Path root = Files.createDirectories(folder.resolve("root"));
        Path wav = root.resolve("t.wav");
        AudioSystem.write(
                new AudioInputStream(new ByteArrayInputStream(SAMPLES), CD, SAMPLES.length / CD.getFrameSize()),
                AudioFileFormat.Type.WAVE,
                wav.toFile());
        track = Files.readAllBytes(wav);
        Files.writeString(root.resolve("page.html"), """
                <!doctype html><title>waiting</title><script>
                fetch('t.wav').then(r => r.arrayBuffer()).then(b => crypto.subtle.digest('SHA-256', b)).then(d => {
                  document.title = [...new Uint8Array(d)].map(x => x.toString(16).padStart(2, '0')).join('');
                });
                </script>""");
        edge = EdgeFixture.start(root, Map.of("edge.open", "true"));
        url = "http://127.0.0.1:" + edge.port() + "/audio/t.wav";
    }

    @AfterAll
    static void stop() throws Exception {
        edge.close();
    }

    @BeforeEach
    void makeRoom() throws IOException {
        // VLC will not be root, so somebody else must be able to write here.
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        out = Files.createTempDirectory(
                        folder,
                        "out",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")))
                .resolve("t.wav");
        Files.setPosixFilePermissions(out.getParent(), PosixFilePermissions.fromString("rwxrwxrwx"));
    }

    @Test
    void curl_wholeAndResumed_isExact() throws Exception {
        run("curl", "curl", "-sSf", "-o", out.toString(), url);
        assertFetched();
        beginFile();
        run("curl", "curl", "-sSf", "-C", "-", "-o", out.toString(), url);
        assertFetched();
    }

    @Test
    void curl_http2WithPriorKnowledge_isExact() throws Exception {
        run("curl", "curl", "-sSf", "--http2-prior-knowledge", "-o", out.toString(), url);
        assertFetched();
    }

    @Test
    void wget_resumed_isExact() throws Exception {
        beginFile();
        run("wget", "wget", "-q", "-c", "-O", out.toString(), url);
        assertFetched();
    }

    @Test
    void aria2_eightConnections_isExact() throws Exception {
        run(
                "aria2c",
                "aria2c",
                "--no-conf",
                "-q",
                "-x8",
                "-s8",
                "-k1M",
                "-d",
                out.getParent().toString(),
                "-o",
                "t.wav",
                url);
        assertFetched();
    }

    @Test
    void ffmpeg_decoding_hasEverySample() throws Exception {
        run("ffmpeg", "ffmpeg", "-nostdin", "-v", "error", "-i", url, "-f", "s16le", out.toString());
        assertTrue(Arrays.equals(SAMPLES, Files.readAllBytes(out)), "other samples");
    }

    @Test
    void ffmpeg_seeking_hasTheSamplesFromThere() throws Exception {
        run("ffmpeg", "ffmpeg", "-nostdin", "-v", "error", "-ss", "50", "-i", url, "-f", "s16le", out.toString());
        byte[] rest = Arrays.copyOfRange(SAMPLES, 50 * 44_100 * 4, SAMPLES.length);
        assertTrue(Arrays.equals(rest, Files.readAllBytes(out)), "other samples");
    }

    @Test
    void mpv_dumping_isExact() throws Exception {
        run("mpv", "mpv", "--no-config", "--no-terminal", "--stream-dump=" + out, url);
        assertFetched();
    }

    @Test
    void gstreamer_souphttpsrc_isExact() throws Exception {
        assumeTrue(
                installed("gst-inspect-1.0")
                        && new ProcessBuilder("gst-inspect-1.0", "--exists", "souphttpsrc")
                                        .start()
                                        .waitFor()
                                == 0,
                "GStreamer's souphttpsrc is not installed");
        run(
                "gst-launch-1.0",
                "gst-launch-1.0",
                "-q",
                "souphttpsrc",
                "location=" + url,
                "!",
                "filesink",
                "location=" + out);
        assertFetched();
    }

    @Test
    void vlc_dumping_isExact() throws Exception {
        List<String> command = new ArrayList<>();
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        command.addAll(List.of("cvlc", "--no-interact", "--demux=dump", "--demuxdump-file=" + out, url, "vlc://quit"));
        run("cvlc", command.toArray(String[]::new));
        assertFetched();
    }

    @Test
    void chromium_fetch_isExact() throws Exception {
        String dom = run(
                "chromium",
                "chromium",
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--user-data-dir=" + out.resolveSibling("chromium"),
                "--virtual-time-budget=30000",
                "--dump-dom",
                url.replace("t.wav", "page.html"));
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(track));
        assertTrue(dom.contains(hash), dom);
    }

    /** Half the file is there already. */
    private void beginFile() throws IOException {
        Files.write(out, Arrays.copyOf(track, track.length / 2));
    }

    private void assertFetched() throws IOException {
        assertTrue(Arrays.equals(track, Files.readAllBytes(out)), "other bytes");
    }

    private String run(String program, String... command) throws Exception {
        assumeTrue(installed(program), () -> program + " is not installed");
        Path log = out.resolveSibling("log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(!program.equals("chromium"))
                .redirectOutput(log.toFile());
        if (program.equals("chromium")) {
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        }
        builder.environment().put("HOME", out.getParent().toString());
        builder.environment().keySet().removeIf(name -> name.toLowerCase(Locale.ROOT)
                .endsWith("_proxy"));
        Process process = builder.start();
        try {
            assertTrue(process.waitFor(90, TimeUnit.SECONDS), () -> program + " does not end");
        } finally {
            process.destroyForcibly();
        }
        String said = Files.readString(log);
        assertEquals(0, process.exitValue(), said);
        return said;
    }

    private static boolean installed(String program) {
        for (String path : System.getenv("PATH").split(":", -1)) {
            if (Files.isExecutable(Path.of(path, program))) {
                return true;
            }
        }
        return false;
    }
}
