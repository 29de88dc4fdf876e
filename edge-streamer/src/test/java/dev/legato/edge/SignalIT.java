package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.contracts.SignedPath;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Signals to a real process: SIGUSR1 reopens its log, SIGHUP reads its settings again. */
class SignalIT {
    private static final String OTHER_SECRET = "ZmVkY2JhOTg3NjU0MzIxMGZlZGNiYTk4NzY1NDMyMTA=";

    @TempDir
    private Path folder;

    private Path log;
    private Path settings;
    private int port;

    @BeforeEach
    void prepare() throws IOException {
        Path root = Files.createDirectories(folder.resolve("root/.38 Special"));
        Files.writeString(root.resolve("a.flac"), "0123456789");
        Files.writeString(root.resolveSibling("a.flac"), "0123456789");
        log = folder.resolve("access.log");
        settings = folder.resolve("edge.yaml");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
    }

    @Test
    void usr1_whileAnswersAreRecorded_losesNoLine() throws Exception {
        configure("open: true", "music", "k1:" + EdgeFixture.SECRET, 100);
        int asked = 0;
        List<Path> logs = new ArrayList<>();
        try (EdgeProcess edge = EdgeProcess.configured(settings)) {
            try (RawClient client = RawClient.connect(port)) {
                for (int rotation = 0; rotation < 3; rotation++) {
                    for (int i = 0; i < 200; i++, asked++) {
                        assertEquals(200, client.get("/audio/a.flac").status());
                    }
                    Path old = folder.resolve("access.log." + rotation);
                    Files.move(log, old, StandardCopyOption.ATOMIC_MOVE);
                    logs.add(old);
                    edge.signal("USR1");
                    while (!Files.exists(log)) { // what is asked meanwhile is in the old file
                        assertEquals(200, client.get("/audio/a.flac").status());
                        asked++;
                    }
                }
            }
            edge.stop();
            edge.await();
        }
        logs.add(log);
        int lines = 0;
        for (Path one : logs) {
            lines += Files.readAllLines(one).size();
        }
        assertEquals(asked, lines);
    }

    @Test
    void hup_settingsThatCanChange_holdForBothLanes() throws Exception {
        configure("open: false", "none", "k1:" + EdgeFixture.SECRET, 100);
        String dotted = signed("k1", EdgeFixture.SECRET) + "/.38%20Special/a.flac";
        String plain = signed("k1", EdgeFixture.SECRET) + "/a.flac";
        String other = signed("k2", OTHER_SECRET) + "/a.flac";
        try (EdgeProcess edge = EdgeProcess.configured(settings);
                RawClient kept = RawClient.connect(port)) {
            for (int i = 0; i < 3; i++) {
                assertEquals(200, kept.get(plain).status());
            }
            assertEquals(404, kept.get(dotted).status());
            assertEquals(403, kept.get(other).status());
            configure("open: false", "music", "k2:" + OTHER_SECRET, 4);
            edge.signal("HUP");
            edge.awaitLine("settings read again");
            // The fast lane remembered the target, whose key is gone.
            assertEquals(403, kept.get(plain).status());
            assertEquals(200, kept.get(other).status());
            assertEquals(
                    200,
                    kept.get(signed("k2", OTHER_SECRET) + "/.38%20Special/a.flac")
                            .status());
            assertTrue(refusedOf(10) >= 6, "more than four of an address are let in");
        }
    }

    /** How many of some connections that are open at once are closed as they come. */
    private int refusedOf(int count) throws Exception {
        List<RawClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(RawClient.connect(port));
        }
        int refused = 0;
        for (RawClient client : clients) {
            try {
                client.get("/audio/a.flac");
            } catch (IOException _) {
                refused++;
            }
        }
        for (RawClient client : clients) {
            client.close();
        }
        return refused;
    }

    @Test
    void hup_settingsThatAreWrong_changeNothing() throws Exception {
        configure("open: true", "music", "k1:" + EdgeFixture.SECRET, 100);
        try (EdgeProcess edge = EdgeProcess.configured(settings)) {
            configure("open: true", "some", "k1:" + EdgeFixture.SECRET, 1);
            edge.signal("HUP");
            edge.awaitLine("edge.dotFiles: 'some' (expected: none, music or all)");
            Files.writeString(settings, "edge: {port: [");
            edge.signal("HUP");
            edge.awaitLine("not YAML");
            configure("open: true, nonsense: 1", "music", "k1:" + EdgeFixture.SECRET, 1);
            edge.signal("HUP");
            edge.awaitLine("edge.nonsense");
            configure("open: true, mount: /else", "music", "k1:" + EdgeFixture.SECRET, 100);
            edge.signal("HUP");
            edge.awaitLine("needs a restart: edge.mount");
            assertEquals(200, status("/audio/.38%20Special/a.flac"));
            assertTrue(edge.isRunning());
        }
    }

    private int status(String target) throws Exception {
        try (RawClient client = RawClient.connect(port)) {
            return client.get(target).status();
        }
    }

    private static String signed(String keyId, String secret) {
        return "/audio/~"
                + new SignedPath(keyId, Instant.parse("2100-01-01T00:00:00Z"), "alice", "")
                        .token(Base64.getDecoder().decode(secret));
    }

    private void configure(String more, String dotFiles, String keys, int perAddress) throws IOException {
        Files.writeString(settings, """
            edge: {root: "%s", port: %d, %s, dotFiles: %s, accessLog: 1, accessLogFile: "%s", connectionsPerAddress: %d}
            links: {keys: "%s"}
            """.formatted(folder.resolve("root"), port, more, dotFiles, log, perAddress, keys));
    }
}
