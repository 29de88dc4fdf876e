package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.legato.edge.RawClient.Reply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that change while they are sent: the old bytes whole, or a reset; never some of each. */
class FileChangeIT {
    private static final int SIZE = 24 << 20;
    private static final byte[] OLD = filled((byte) 'o');
    private static final byte[] NEW = filled((byte) 'n');

    @TempDir
    private static Path folder;

    private static Path root;
    private static Map<String, EdgeFixture> edges;

    @BeforeAll
    static void start() throws Exception {
        root = Files.createDirectories(folder.resolve("root"));
        edges = EdgeFixture.everyWay(root, folder);
    }

    @AfterAll
    static void stop() throws Exception {
        for (EdgeFixture edge : edges.values()) {
            edge.close();
        }
    }

    static Stream<String> ways() {
        return Stream.of("fast", "slow", "nio", "tls", "slow tls");
    }

    @ParameterizedTest
    @MethodSource("ways")
    void replacedByRename_whileSent_isTheOldOneWhole(String way) throws Exception {
        Path file = create(way);
        try (RawClient client = begin(way)) {
            Path next = Files.write(root.resolve("next"), NEW);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            assertArrayEquals(OLD, client.read("GET").body());
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void removed_whileSent_isTheOldOneWhole(String way) throws Exception {
        Path file = create(way);
        try (RawClient client = begin(way)) {
            Files.delete(file);
            assertArrayEquals(OLD, client.read("GET").body());
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void truncated_whileSent_isReset(String way) throws Exception {
        Path file = create(way);
        try (RawClient client = begin(way)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(SIZE / 2);
            }
            assertThrows(IOException.class, () -> client.read("GET"));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void writtenOver_whileSent_isReset(String way) throws Exception {
        Path file = create(way);
        try (RawClient client = begin(way)) {
            Files.write(file, NEW);
            assertThrows(IOException.class, () -> client.read("GET"));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void writtenInPlace_betweenRequests_isTheNewOneAtOnce(String way) throws Exception {
        Path file = create(way);
        try (Transport client = transport(way)) {
            Reply before = client.send("GET", target(way), List.of("Range: bytes=0-9"));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(NEW), 0);
            }
            Reply after = client.send("GET", target(way), List.of("Range: bytes=0-9"));
            assertArrayEquals(Arrays.copyOf(OLD, 10), before.body());
            assertArrayEquals(Arrays.copyOf(NEW, 10), after.body());
            assertNotEquals(before.field("ETag"), after.field("ETag"));
        }
    }

    /** Asks for the whole file through a small window and reads nothing yet: most of it is still to be sent. */
    private static RawClient begin(String way) throws Exception {
        Socket socket =
                way.endsWith("tls") ? Transport.trusting().getSocketFactory().createSocket() : new Socket();
        socket.setReceiveBufferSize(64 << 10);
        socket.connect(new InetSocketAddress("127.0.0.1", edges.get(way).port()));
        RawClient client = new RawClient(socket);
        // The first request of a connection is Vert.x's, so that the lane under test has the second.
        assertEquals(404, client.get("/audio/none").status());
        client.send("GET " + target(way) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertEquals("HTTP/1.1 200 OK", client.peekLine());
        return client;
    }

    private static Transport transport(String way) {
        return Transport.http1(edges.get(way).port(), way.endsWith("tls"));
    }

    private static Path create(String way) throws IOException {
        return Files.write(root.resolve(way.replace(' ', '-') + ".flac"), OLD);
    }

    private static String target(String way) {
        return "/audio/" + way.replace(' ', '-') + ".flac";
    }

    private static byte[] filled(byte with) {
        byte[] bytes = new byte[SIZE];
        Arrays.fill(bytes, with);
        return bytes;
    }
}
