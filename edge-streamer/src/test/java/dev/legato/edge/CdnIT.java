package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.legato.contracts.SignedPath;
import dev.legato.edge.RawClient.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The caches of {@code deploy/cdn}, as they are shipped, in front of an edge. Passed over where one is not installed. */
class CdnIT {
    private static final Path SHIPPED = Path.of("..", "deploy", "cdn");
    private static final String KEY = "t1/aac-96.m4a";
    private static final int BOUND_SECONDS = 60;

    /** At three times 96 kbit/s these take a minute and a half. */
    private static final byte[] TRACK = new byte[(3 << 20) + 4711];

    @TempDir
    private static Path folder;

    private EdgeFixture edge;
    private Process cache;
    private int port;

    @BeforeAll
    static void prepare() throws IOException {
        new Random(64).nextBytes(TRACK);
        Files.write(Files.createDirectories(folder.resolve("root/t1")).resolve("aac-96.m4a"), TRACK);
    }

    @BeforeEach
    void start() throws Exception {
        edge = EdgeFixture.start(
                folder.resolve("root"), Map.of("edge.cdn.networks", "127.0.0.0/8", "edge.connectionsPerAddress", "1"));
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (cache != null) {
            cache.descendants().forEach(ProcessHandle::destroyForcibly);
            var _ = cache.destroyForcibly().onExit().join();
        }
        edge.close();
    }

    @Test
    void nginx_asShipped_storesForAllListenersWhatTheEdgeAllows() throws Exception {
        assumeTrue(isInstalled("nginx"), "nginx is not installed");
        Path home = Files.createTempDirectory(folder, "nginx");
        Files.createDirectories(home.resolve("logs"));
        Path configuration = shipped(
                "nginx.conf",
                home,
                Map.of(
                        "127.0.0.1:8081", "127.0.0.1:" + edge.port(),
                        "listen 8080", "listen 127.0.0.1:" + port,
                        "/var/cache/nginx/legato", home.resolve("cache").toString()));
        String user = System.getProperty("user.name").equals("root") ? "user root; " : "";
        run(
                home,
                "nginx",
                "-p",
                home.toString(),
                "-c",
                configuration.toString(),
                "-g",
                user + "daemon off; pid nginx.pid; error_log stderr;");
        assertCaches();
    }

    @Test
    void varnish_asShipped_storesForAllListenersWhatTheEdgeAllows() throws Exception {
        assumeTrue(isInstalled("varnishd"), "varnish is not installed");
        Path home = Files.createTempDirectory(folder, "varnish");
        Path configuration = shipped("varnish.vcl", home, Map.of("\"8081\"", "\"" + edge.port() + "\""));
        List<String> command = new ArrayList<>(
                List.of("varnishd", "-F", "-n", home.resolve("work").toString()));
        if (System.getProperty("user.name").equals("root")) {
            command.addAll(List.of("-j", "none"));
        }
        command.addAll(
                List.of("-a", "127.0.0.1:" + port, "-f", configuration.toString(), "-s", "malloc,64m", "-T", "none"));
        run(home, command.toArray(String[]::new));
        assertCaches();
    }

    @Test
    void cloudFrontFunction_asShipped_judgesLinksAsTheEdgeDoes() throws Exception {
        assumeTrue(isInstalled("node"), "node is not installed");
        Instant later = Clock.systemUTC().instant().plus(Duration.ofMinutes(10));
        String unpaced = new SignedPath("k1", later, "-", "", true).token(secret());
        String good = EdgeFixture.signed(KEY);
        Path script = folder.resolve("function.js");
        Files.writeString(script, Files.readString(SHIPPED.resolve("cloudfront-function.js")) + """

            for (const uri of process.argv.slice(2)) {
                const answer = handler({ request: { method: 'GET', uri: uri } });
                console.log(answer.statusCode ? answer.headers['x-refused'].value : answer.uri);
            }
            """);
        Process node = new ProcessBuilder(
                        "node",
                        script.toString(),
                        good,
                        "/audio/~" + unpaced + "/a/b%20c.flac",
                        good.replace("/t1/aac", "/t2/aac"),
                        good.replace(".alice.", ".bob."),
                        "/audio/~" + expired() + "/" + KEY,
                        "/audio/" + KEY,
                        "/audio/~constructor.1.-.x.y/a",
                        "/artwork/a.jpg")
                .redirectErrorStream(true)
                .start();
        assertEquals(
                List.of(
                        "/" + KEY,
                        "/a/b%20c.flac",
                        "wrong prefix",
                        "wrong signature",
                        "link expired",
                        "link needed",
                        "malformed link",
                        "/artwork/a.jpg"),
                node.inputReader().lines().toList());
        assertEquals(0, node.waitFor());
    }

    private void assertCaches() throws Exception {
        String alices = EdgeFixture.signed(KEY);
        Reply first = get(alices);
        assertEquals(200, first.status(), first::text);
        assertArrayEquals(TRACK, first.body());
        String bobs = "/audio/~"
                + new SignedPath("k1", Clock.systemUTC().instant().plus(Duration.ofMinutes(10)), "bob", "t1/")
                        .token(secret())
                + "/" + KEY;
        Reply second = get(bobs);
        assertEquals(Optional.of("HIT"), second.field("X-Cache"));
        assertArrayEquals(TRACK, second.body());
        assertEquals(Optional.of("HIT"), get(bobs + "?any=1").field("X-Cache"));
        Reply range = get(bobs, "Range: bytes=1048000-1049999");
        assertEquals(206, range.status());
        assertArrayEquals(Arrays.copyOfRange(TRACK, 1_048_000, 1_050_000), range.body());
        String tag = second.field("ETag").orElseThrow();
        assertEquals(304, get(bobs, "If-None-Match: " + tag).status());
        assertEquals(403, get(bobs.replace(".bob.", ".eve.")).status());
        assertEquals(403, get("/audio/~" + expired() + "/" + KEY).status());
        assertEquals(403, get("/audio/" + KEY).status());
        assertEquals(403, get(bobs.replace("/t1/", "/t2/")).status());
        assertEquals(404, get(bobs.replace("aac-96", "aac-97")).status());
        assertFalse(get(bobs).text().isEmpty());
    }

    private Reply get(String target, String... fields) throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            return client.get(target, fields);
        }
    }

    private static String expired() {
        return new SignedPath("k1", Instant.parse("2020-01-01T00:00:00Z"), "bob", "t1/").token(secret());
    }

    private static byte[] secret() {
        return Base64.getDecoder().decode(EdgeFixture.SECRET);
    }

    /** A shipped file with the lines that are to be changed changed, each of which must be there. */
    private static Path shipped(String name, Path home, Map<String, String> changes) throws IOException {
        String text = Files.readString(SHIPPED.resolve(name));
        for (Map.Entry<String, String> change : changes.entrySet()) {
            assertTrue(text.contains(change.getKey()), change.getKey());
            text = text.replace(change.getKey(), change.getValue());
        }
        return Files.writeString(home.resolve(name), text);
    }

    private void run(Path home, String... command) throws Exception {
        Path said = home.resolve("said");
        cache = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        long begun = System.nanoTime();
        while (true) {
            try (RawClient _ = RawClient.connect(port)) {
                return;
            } catch (ConnectException e) {
                assertTrue(cache.isAlive(), Files.readString(said));
                assertTrue(System.nanoTime() - begun < TimeUnit.SECONDS.toNanos(BOUND_SECONDS), Files.readString(said));
            }
        }
    }

    private static boolean isInstalled(String program) {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(path -> Files.isExecutable(Path.of(path, program)));
    }
}
