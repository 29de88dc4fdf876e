package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawClient.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Files that change while they are sent: the announced bytes whole if they are still there, a reset if not; never some of
 * two versions.
 */
class FileChangeIT {
    /** More than the sockets' buffers hold. */
    private static final int HTTP1_SIZE = 8 << 20;
    /** More than the window that Java's client opens for a stream. */
    private static final int HTTP2_SIZE = 24 << 20;

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
        return Stream.of("fast", "slow", "nio", "tls", "slow tls", "http/2");
    }

    /** An answer of which most is still to be sent. */
    private interface Download extends AutoCloseable {
        /** Reads all of its body; fails if it is cut. */
        byte[] read() throws IOException;

        @Override
        void close() throws IOException;
    }

    @ParameterizedTest
    @MethodSource("ways")
    void replacedByRename_whileSent_isTheOldOneWhole(String way) throws Exception {
        Path file = create(way);
        try (Download download = begin(way)) {
            Path next = Files.write(root.resolve("next"), changed(way));
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            assertArrayEquals(original(way), download.read());
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void removed_whileSent_isTheOldOneWhole(String way) throws Exception {
        Path file = create(way);
        try (Download download = begin(way)) {
            Files.delete(file);
            assertArrayEquals(original(way), download.read());
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void truncated_whileSent_isReset(String way) throws Exception {
        Path file = create(way);
        try (Download download = begin(way)) {
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(size(way) / 2);
            }
            assertThrows(IOException.class, download::read);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void writtenOver_whileSent_isReset(String way) throws Exception {
        Path file = create(way);
        try (Download download = begin(way)) {
            Files.write(file, changed(way));
            assertThrows(IOException.class, download::read);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void writtenInPlace_betweenRequests_isTheNewOneAtOnce(String way) throws Exception {
        Path file = create(way);
        try (Transport client = transport(way)) {
            Reply before = client.send("GET", target(way), List.of("Range: bytes=0-9"));
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.write(ByteBuffer.wrap(changed(way)), 0);
            }
            Reply after = client.send("GET", target(way), List.of("Range: bytes=0-9"));
            assertArrayEquals(filled(10, (byte) 'o'), before.body());
            assertArrayEquals(filled(10, (byte) 'n'), after.body());
            assertNotEquals(before.field("ETag"), after.field("ETag"));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void touched_whileSent_isWhole(String way) throws Exception {
        Path file = create(way);
        try (Download download = begin(way)) {
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
            assertArrayEquals(original(way), download.read());
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void attributesChanged_whileSent_isWhole(String way) throws Exception {
        Path file = create(way);
        try (Download download = begin(way)) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
            Files.getFileAttributeView(file, UserDefinedFileAttributeView.class)
                    .write("legato.test", ByteBuffer.wrap(new byte[] {1}));
            Files.createLink(root.resolve("other name"), file);
            assertArrayEquals(original(way), download.read());
        } finally {
            Files.deleteIfExists(root.resolve("other name"));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void appendedTo_whileSent_isWhatWasAnnounced(String way) throws Exception {
        Path file = create(way);
        try (Download download = begin(way)) {
            Files.write(file, new byte[1000], StandardOpenOption.APPEND);
            assertArrayEquals(original(way), download.read());
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void writtenOverAndSetBack_whileSent_isReset(String way) throws Exception {
        Path file = create(way);
        FileTime modified = Files.getLastModifiedTime(file);
        try (Download download = begin(way)) {
            overwrite(file, size(way) - 10);
            Files.setLastModifiedTime(file, modified);
            assertThrows(IOException.class, download::read);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void writtenOverAndAppendedTo_whileSent_isReset(String way) throws Exception {
        Path file = create(way);
        try (Download download = begin(way)) {
            overwrite(file, size(way) - 10);
            Files.write(file, new byte[1000], StandardOpenOption.APPEND);
            assertThrows(IOException.class, download::read);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void recording_hasNoTagAndIsSentWhileItGrows(String way) throws Exception {
        Path file = create(way);
        try (Transport client = transport(way)) {
            assertTrue(ask(client, way).field("ETag").isPresent());
            Files.write(file, new byte[] {'o'}, StandardOpenOption.APPEND);
            Reply growing = ask(client, way);
            assertEquals(Optional.empty(), growing.field("ETag"));
            assertEquals(Optional.of("no-cache, no-transform"), growing.field("Cache-Control"));
            assertEquals(Optional.of("bytes 0-9/" + (size(way) + 1)), growing.field("Content-Range"));
        }
        try (Download download = begin(way)) {
            for (int i = 0; i < 10; i++) {
                Files.write(file, new byte[1000], StandardOpenOption.APPEND);
            }
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
            assertArrayEquals(filled(size(way) + 1, (byte) 'o'), download.read());
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void recording_writtenOver_isReset(String way) throws Exception {
        Path file = create(way);
        try (Transport client = transport(way)) {
            assertEquals(206, ask(client, way).status());
            Files.write(file, new byte[] {'o'}, StandardOpenOption.APPEND);
            assertEquals(Optional.empty(), ask(client, way).field("ETag"));
        }
        try (Download download = begin(way)) {
            overwrite(file, size(way) - 10);
            assertThrows(IOException.class, download::read);
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void writtenInPlaceAndSetBack_betweenRequests_hasAnotherTag(String way) throws Exception {
        Path file = create(way);
        FileTime modified = Files.getLastModifiedTime(file);
        try (Transport client = transport(way)) {
            Reply before = ask(client, way);
            overwrite(file, 0);
            Files.setLastModifiedTime(file, modified);
            String tag = before.field("ETag").orElseThrow();
            Reply after = client.send("GET", target(way), List.of("Range: bytes=0-9", "If-Range: " + tag));
            assertEquals(200, after.status());
            assertNotEquals(Optional.of(tag), after.field("ETag"));
        }
    }

    @ParameterizedTest
    @MethodSource("ways")
    void touchedOrChangedBack_betweenRequests_hasTheSameTag(String way) throws Exception {
        Path file = create(way);
        try (Transport client = transport(way)) {
            String tag = ask(client, way).field("ETag").orElseThrow();
            List<String> conditional = List.of("If-None-Match: " + tag);
            Files.setLastModifiedTime(file, FileTime.fromMillis(1_000_000));
            assertEquals(304, client.send("GET", target(way), conditional).status());
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-r--"));
            assertEquals(304, client.send("GET", target(way), conditional).status());
            Files.write(file, original(way));
            assertEquals(304, client.send("GET", target(way), conditional).status());
        }
    }

    /** Asks for the whole file through a small window and reads nothing yet: most of it is still to be sent. */
    private static Download begin(String way) throws Exception {
        return way.equals("http/2") ? beginHttp2() : beginHttp1(way);
    }

    private static Download beginHttp1(String way) throws Exception {
        Socket socket =
                way.endsWith("tls") ? Transport.trusting().getSocketFactory().createSocket() : new Socket();
        socket.setReceiveBufferSize(64 << 10);
        socket.connect(new InetSocketAddress("127.0.0.1", edges.get(way).port()));
        RawClient client = new RawClient(socket);
        // The first request of a connection is Vert.x's, so that the lane under test has the second.
        assertEquals(404, client.get("/audio/none").status());
        client.send("GET " + target(way) + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
        assertEquals("HTTP/1.1 200 OK", client.peekLine());
        return new Download() {
            @Override
            public byte[] read() throws IOException {
                return client.read("GET").body();
            }

            @Override
            public void close() throws IOException {
                client.close();
            }
        };
    }

    /** The client lets a stream send 16 MiB before somebody reads. */
    private static Download beginHttp2() throws Exception {
        HttpClient client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(Transport.trusting())
                .build();
        URI uri = URI.create("https://127.0.0.1:" + edges.get("tls").port() + target("http/2"));
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofInputStream());
        assertEquals(HttpClient.Version.HTTP_2, response.version());
        return new Download() {
            @Override
            public byte[] read() throws IOException {
                return response.body().readAllBytes();
            }

            @Override
            public void close() throws IOException {
                response.body().close();
                client.shutdownNow();
                client.close();
            }
        };
    }

    private static Transport transport(String way) throws Exception {
        return way.equals("http/2")
                ? Transport.http2(edges.get("tls").port(), true)
                : Transport.http1(edges.get(way).port(), way.endsWith("tls"));
    }

    private static Reply ask(Transport client, String way) throws Exception {
        return client.send("GET", target(way), List.of("Range: bytes=0-9"));
    }

    private static void overwrite(Path file, long position) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(filled(10, (byte) 'n')), position);
        }
    }

    private static Path create(String way) throws IOException {
        Path file = root.resolve(name(way));
        Files.deleteIfExists(file);
        return Files.write(file, original(way));
    }

    private static String target(String way) {
        return "/audio/" + name(way);
    }

    private static String name(String way) {
        return way.replaceAll("[ /]", "-") + ".flac";
    }

    private static int size(String way) {
        return way.equals("http/2") ? HTTP2_SIZE : HTTP1_SIZE;
    }

    private static byte[] original(String way) {
        return filled(size(way), (byte) 'o');
    }

    private static byte[] changed(String way) {
        return filled(size(way), (byte) 'n');
    }

    private static byte[] filled(int size, byte with) {
        byte[] bytes = new byte[size];
        Arrays.fill(bytes, with);
        return bytes;
    }
}
