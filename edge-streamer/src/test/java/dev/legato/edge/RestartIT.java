package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawClient.Reply;
import dev.legato.testing.FullRun;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Edges in processes of their own that take one port from one another under load. */
@EnabledOnOs(OS.LINUX)
class RestartIT {
    private static final byte[] TRACK = new byte[16 << 20];
    private static final int CLIENTS = 8;
    private static final int SOME_ANSWERS = 400;
    private static final int TAKE_OVERS = FullRun.repetitions("legato.take.overs", 1, 3);
    private static final int SIGTERM_STATUS = 128 + 15;

    @TempDir
    private static Path root;

    @BeforeAll
    static void createTrack() throws Exception {
        new Random(6).nextBytes(TRACK);
        Files.write(root.resolve("t.flac"), TRACK);
    }

    @Test
    void takeOver_underLoad_refusesAndResetsNobody() throws Exception {
        int port = freePort();
        EdgeProcess serving = EdgeProcess.start(root, port);
        try (Load load = new Load(port)) {
            load.awaitAnswers();
            for (int round = 0; round < TAKE_OVERS; round++) {
                EdgeProcess next = EdgeProcess.start(root, port, "--take-over");
                load.awaitAnswers();
                serving.stop();
                assertEquals(SIGTERM_STATUS, serving.await());
                serving = next;
                load.awaitAnswers();
            }
            assertEquals(0, load.failures.size(), () -> load.failures.toString());
        } finally {
            serving.close();
        }
    }

    @Test
    void sigterm_streamUnderWay_isSentToItsEnd() throws Exception {
        int port = freePort();
        try (EdgeProcess edge = EdgeProcess.start(root, port);
                RawClient client = slowClient(port)) {
            // The first request of a connection is Vert.x's, the second the fast lane's.
            assertEquals(404, client.get("/audio/none").status());
            assertEquals(206, client.get("/audio/t.flac", "Range: bytes=0-0").status());
            client.send("GET /audio/t.flac HTTP/1.1\r\nHost: localhost\r\n\r\n");
            assertEquals("HTTP/1.1 200 OK", client.peekLine());
            edge.stop();
            RawClient.awaitRefusal(port);
            assertTrue(edge.isRunning());
            assertArrayEquals(TRACK, client.read("GET").body());
            assertEquals(SIGTERM_STATUS, edge.await());
        }
    }

    @Test
    void start_portTaken_saysSo() throws Exception {
        int port = freePort();
        try (EdgeProcess edge = EdgeProcess.start(root, port)) {
            ExecutionException refused = assertThrows(ExecutionException.class, () -> EdgeProcess.start(root, port));
            assertTrue(refused.getMessage().contains("edge.port is in use"), refused.getMessage());
            assertTrue(edge.isRunning());
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0)) {
            return probe.getLocalPort();
        }
    }

    private static RawClient slowClient(int port) throws IOException {
        Socket socket = new Socket();
        socket.setReceiveBufferSize(64 << 10);
        socket.connect(new InetSocketAddress("127.0.0.1", port));
        return new RawClient(socket);
    }

    /** Clients that ask all along: most open a connection for each request, one keeps its own as long as it may. */
    private static final class Load implements AutoCloseable {
        final Queue<String> failures = new ConcurrentLinkedQueue<>();
        private final AtomicReference<CountDownLatch> awaited = new AtomicReference<>(new CountDownLatch(0));
        private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        private final int port;
        private volatile boolean over;

        Load(int port) {
            this.port = port;
            for (int i = 0; i < CLIENTS; i++) {
                int number = i;
                threads.execute(() -> ask(new Random(number), number == 0));
            }
        }

        /** Returns when some more requests were answered, or one was not. */
        void awaitAnswers() throws InterruptedException {
            CountDownLatch answers = new CountDownLatch(SOME_ANSWERS);
            awaited.set(answers);
            assertTrue(answers.await(60, TimeUnit.SECONDS), () -> "too few answers; " + failures);
        }

        private void ask(Random random, boolean keepAlive) {
            while (!over) {
                try (RawClient client = RawClient.connect(port)) {
                    boolean goOn = keepAlive;
                    do {
                        goOn &= askOnce(client, random);
                    } while (goOn && !over);
                } catch (IOException | RuntimeException e) {
                    failures.add((keepAlive ? "keep-alive: " : "") + e);
                }
            }
        }

        /** @return false if the edge wishes to end the connection */
        private boolean askOnce(RawClient client, Random random) throws IOException {
            int first = random.nextInt(TRACK.length - 100_000);
            Reply reply = client.get("/audio/t.flac", "Range: bytes=" + first + '-' + (first + 49_999));
            if (reply.status() != 206
                    || !Arrays.equals(reply.body(), Arrays.copyOfRange(TRACK, first, first + 50_000))) {
                failures.add(reply.statusLine());
            }
            awaited.get().countDown();
            return !reply.field("Connection").orElse("").equals("close");
        }

        @Override
        public void close() {
            over = true;
            threads.close();
        }
    }
}
