package dev.legato.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.testing.S3Server;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class S3StoreIT {
    /** Of a server that does not answer. */
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Of one that does, on a machine with much else to do. */
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private S3Server server;

    @BeforeEach
    void start() throws Exception {
        server = new S3Server(Files.createDirectories(folder.resolve("s3")));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** How a server is reached. */
    static S3Settings settings(S3Server server, Duration timeout) {
        return settings(server.endpoint(), S3Server.BUCKET, S3Server.SECRET_KEY, timeout);
    }

    private static S3Settings settings(URI endpoint, String bucket, String secret, Duration timeout) {
        return new S3Settings(bucket, endpoint, "us-east-1", true, S3Server.ACCESS_KEY, secret, timeout);
    }

    private String refusal(URI endpoint, String bucket, String secret, Duration timeout) {
        S3Settings settings = settings(endpoint, bucket, secret, timeout);
        return assertThrows(IOException.class, () -> S3Store.open(settings, folder, Clock.systemUTC()))
                .getMessage();
    }

    private URI endpoint() {
        return server.endpoint();
    }

    @Test
    void put_objectOfSeveralParts_arrivesWhole() throws IOException {
        try (ObjectStore store = S3Store.open(settings(server, LONG), folder.resolve("work"), Clock.systemUTC());
                Workspace workspace = store.openWorkspace()) {
            Path file = workspace.newFile("flac");
            long bytes = (65 << 20) + 1;
            try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
                sparse.setLength(bytes);
                sparse.write("fLaC".getBytes());
            }
            StoredObject object = store.put("a/original.flac", file);
            assertEquals(bytes, object.bytes());
            assertEquals(bytes, Files.size(store.local("a/original.flac", workspace)));
        }
    }

    @Test
    void open_wrongSecretOrNoBucket_saysWhich() {
        String refusal = refusal(endpoint(), "music", "wrong", LONG);
        assertTrue(refusal.startsWith("S3 refuses bucket music: 403"), refusal);
        assertEquals("S3 has no bucket 'nowhere'", refusal(endpoint(), "nowhere", "s3cret", LONG));
    }

    @Test
    void open_nobodyAnswers_givesUpInItsTime() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            URI endpoint = URI.create("http://127.0.0.1:" + silent.getLocalPort());
            assertTrue(refusal(endpoint, "music", "s3cret", SHORT).startsWith("S3 does not answer bucket music"));
        }
    }

    @Test
    void put_serverGoneAway_failsInItsTime() throws Exception {
        S3Settings settings = settings(server, Duration.ofSeconds(3));
        try (ObjectStore store = S3Store.open(settings, folder.resolve("work"), Clock.systemUTC());
                Workspace workspace = store.openWorkspace()) {
            server.close();
            for (int file = 0; file < 10; file++) {
                Path one = Files.writeString(workspace.newFile("txt"), "abc");
                assertTrue(assertThrows(IOException.class, () -> store.put("a/b.txt", one))
                        .getMessage()
                        .startsWith("S3 does not answer a/b.txt"));
            }
        }
    }
}
