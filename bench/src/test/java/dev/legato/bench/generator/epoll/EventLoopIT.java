package dev.legato.bench.generator.epoll;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.corpus.CorpusFile;
import dev.legato.bench.generator.measurement.Failure;
import dev.legato.bench.generator.measurement.LoadException;
import dev.legato.bench.generator.measurement.Recorder;
import dev.legato.bench.protocol.ServerAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the generator makes of answers, right and wrong, as they come from a real socket. */
class EventLoopIT {
    private static final CorpusFile FILE = new CorpusFile("t.m4a", 5000, 42);
    private static final long SECOND = 1_000_000_000L;
    private static final EventLoop.Limits LIMITS = new EventLoop.Limits(512, 10 * SECOND, 3, true);

    private final Recorder recorder = new Recorder();

    /** Asks for bytes 100 to 199, one request after the other over one connection. */
    private static final class Requests implements Workload {
        final List<String> events = new ArrayList<>();
        private final EventLoop loop;
        private final boolean compare;
        private Connection connection;
        private int left;

        Requests(EventLoop loop, int count, boolean compare) {
            this.loop = loop;
            this.left = count;
            this.compare = compare;
        }

        private void ask(long now) {
            connection.request().clear().put("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            connection.expectRange(FILE, 100, 199, compare);
            loop.send(connection, now);
        }

        @Override
        public void begin(long now) {
            ask(now);
        }

        @Override
        public long tick(long now) {
            return Long.MAX_VALUE;
        }

        @Override
        public void completed(Connection one, long now) {
            events.add("completed " + one.bodyBytes());
            left--;
            if (left > 0) {
                ask(now);
            }
        }

        @Override
        public void failed(Connection one, Failure why, long now) {
            events.add("failed " + why);
        }

        @Override
        public void reopened(Connection one, long now) {
            events.add("reopened");
            ask(now);
        }

        @Override
        public void stop(long now) {
            left = 0;
        }

        @Override
        public boolean idle() {
            return left == 0;
        }
    }

    private List<String> run(int port, int count, boolean compare, EventLoop.Limits limits) throws IOException {
        try (EventLoop loop = new EventLoop(limits, recorder)) {
            Requests requests = new Requests(loop, count, compare);
            requests.connection = loop.add(new ServerAddress("127.0.0.1", port, "", false), requests);
            loop.connect();
            loop.run(requests, System.nanoTime() + 1);
            requests.begin(System.nanoTime());
            assertTrue(loop.drain(requests, System.nanoTime() + 20 * SECOND), "all is answered");
            return requests.events;
        }
    }

    private String refusal(String answer) throws IOException {
        try (ScriptedServer server = ScriptedServer.always(answer)) {
            return assertThrows(LoadException.class, () -> run(server.port(), 1, true, LIMITS))
                    .getMessage();
        }
    }

    private static byte[] answer() {
        byte[] head = head(100, "100-199/5000", "").getBytes(StandardCharsets.US_ASCII);
        byte[] all = java.util.Arrays.copyOf(head, head.length + 100);
        for (int i = 0; i < 100; i++) {
            all[head.length + i] = FILE.at(100 + i);
        }
        return all;
    }

    private static String head(int length, String range, String more) {
        return "HTTP/1.1 206 Partial Content\r\nContent-Length: %d\r\nContent-Range: bytes %s\r\n%s\r\n"
                .formatted(length, range, more);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 50, 150, 1000})
    void read_answerInPieces_isWholeAndRight(int piece) throws IOException {
        ScriptedServer.Script pieces = (_, _, out) -> {
            byte[] all = answer();
            for (int at = 0; at < all.length; at += piece) {
                out.write(all, at, Math.min(piece, all.length - at));
                out.flush();
            }
            return true;
        };
        try (ScriptedServer server = new ScriptedServer(pieces)) {
            assertEquals(List.of("completed 100", "completed 100"), run(server.port(), 2, true, LIMITS));
            assertEquals(1, server.connections(), "the connection is kept");
        }
        assertEquals(2, recorder.bodiesChecked());
        assertEquals(Map.of(), recorder.failures());
    }

    @Test
    void read_bodyNobodyLooksAt_isDiscardedAndCounted() throws IOException {
        try (ScriptedServer server = ScriptedServer.always(head(100, "100-199/5000", "") + "x".repeat(100))) {
            assertEquals(List.of("completed 100"), run(server.port(), 1, false, LIMITS));
        }
        assertEquals(0, recorder.bodiesChecked());
    }

    @Test
    void read_serverThatCloses_getsANewConnectionForTheNextRequest() throws IOException {
        ScriptedServer.Script once = (_, _, out) -> {
            String text = new String(answer(), StandardCharsets.ISO_8859_1)
                    .replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
            return false;
        };
        try (ScriptedServer server = new ScriptedServer(once)) {
            assertEquals(
                    List.of("completed 100", "completed 100", "completed 100"), run(server.port(), 3, true, LIMITS));
            assertTrue(server.connections() >= 3);
        }
        assertEquals(Map.of(), recorder.failures(), "it has said that it would");
    }

    @Test
    void read_closedBeforeTheHead_failsAndIsReopened() throws IOException {
        assertEquals(List.of("failed CLOSED", "reopened", "completed 100"), afterBreaking(new byte[0]));
        assertTrue(
                recorder.messages().getFirst().endsWith("connection closed before the response's head was whole"),
                recorder.messages().getFirst());
    }

    @Test
    void read_closedInTheBody_failsAndIsReopened() throws IOException {
        byte[] all = answer();
        assertEquals(
                List.of("failed CLOSED", "reopened", "completed 100"),
                afterBreaking(java.util.Arrays.copyOf(all, all.length - 40)));
        assertTrue(
                recorder.messages().getFirst().endsWith("connection closed after 60 body bytes, 40 still due"),
                recorder.messages().getFirst());
    }

    /** The first answer ends early with its connection, the second is whole. */
    private List<String> afterBreaking(byte[] first) throws IOException {
        ScriptedServer.Script script = (number, _, out) -> {
            out.write(number == 0 ? first : answer());
            return number > 0;
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            return run(server.port(), 1, true, LIMITS);
        }
    }

    @Test
    void read_wrongStatus_failsAndGoesOn() throws IOException {
        ScriptedServer.Script script = (number, _, out) -> {
            out.write(number == 0 ? ascii("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n") : answer());
            return true;
        };
        try (ScriptedServer server = new ScriptedServer(script)) {
            assertEquals(
                    List.of("failed WRONG_STATUS", "reopened", "completed 100"), run(server.port(), 1, true, LIMITS));
        }
        assertEquals(Map.of(Failure.WRONG_STATUS, 1L), recorder.failures());
    }

    @Test
    void read_moreFailuresThanAllowed_endTheRun() throws IOException {
        try (ScriptedServer server = ScriptedServer.always("HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n")) {
            String message = assertThrows(LoadException.class, () -> run(server.port(), 1, true, LIMITS))
                    .getMessage();
            assertTrue(message.endsWith("status 503 (expected: 206)"), message);
            assertEquals(4, server.requests(), "three are allowed");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "99, 100-199/5000, 'Content-Length: 99 (expected: 100)'",
        "100, 0-99/5000, 'Content-Range: bytes 0-99/5000 (expected: bytes 100-199/5000)'",
        "100, 100-199/4999, 'Content-Range: bytes 100-199/4999 (expected: bytes 100-199/5000)'"
    })
    void read_otherRangeThanAskedFor_endsTheRun(int length, String range, String expected) throws IOException {
        String message = refusal(head(length, range, ""));
        assertTrue(message.endsWith(expected), message);
        assertEquals(Map.of(Failure.WRONG_LENGTH, 1L), recorder.failures());
    }

    @Test
    void read_bytesBeyondTheBody_endTheRun() throws IOException {
        String message = refusal(new String(answer(), StandardCharsets.ISO_8859_1) + "more");
        assertTrue(message.endsWith("4 bytes more than Content-Length says"), message);
    }

    @Test
    void read_wrongByte_endsTheRunAndNamesIt() throws IOException {
        byte[] all = answer();
        all[all.length - 3] ^= 1;
        String message = refusal(new String(all, StandardCharsets.ISO_8859_1));
        assertTrue(message.matches(".*t\\.m4a, byte 197: 0x.. \\(expected: 0x..\\)"), message);
        assertEquals(Map.of(Failure.WRONG_BODY, 1L), recorder.failures());
    }

    @Test
    void read_noHttp_endsTheRun() throws IOException {
        String message = refusal("SSH-2.0-OpenSSH_9.2\r\n\r\n");
        assertTrue(message.endsWith("not an HTTP/1.1 response"), message);
    }

    @Test
    void read_chunks_endTheRun() throws IOException {
        String message = refusal("HTTP/1.1 206 Partial\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        assertTrue(message.endsWith("a chunked body (expected: Content-Length)"), message);
    }

    @Test
    void read_endlessHead_endsTheRun() throws IOException {
        String message = refusal("HTTP/1.1 206 Partial\r\nX: " + "x".repeat(Connection.HEAD_BYTES));
        assertTrue(message.endsWith("response head longer than 4096 bytes"), message);
    }

    @Test
    void sweep_noAnswerInTime_failsTheRequest() throws IOException {
        ScriptedServer.Script script = (number, _, out) -> {
            if (number > 0) {
                out.write(answer());
            }
            return true;
        };
        EventLoop.Limits impatient = new EventLoop.Limits(512, 2 * SECOND, 3, true);
        try (ScriptedServer server = new ScriptedServer(script)) {
            List<String> events = run(server.port(), 1, true, impatient);
            assertEquals("failed TIMED_OUT", events.getFirst());
            assertEquals("completed 100", events.getLast());
        }
    }

    @Test
    void connect_nobodyThere_saysSo() throws IOException {
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}))) {
            port = taken.getLocalPort();
        }
        String message = assertThrows(LoadException.class, () -> run(port, 1, true, LIMITS))
                .getMessage();
        assertEquals(
                "127.0.0.1:%d: connection refused (expected: a server that listens there)".formatted(port), message);
    }

    @Test
    void congestionControl_ofAnOpenConnection_isTheKernels() throws IOException {
        try (ScriptedServer server = new ScriptedServer((_, _, _) -> true);
                EventLoop loop = new EventLoop(LIMITS, recorder)) {
            assertEquals("unknown", loop.congestionControl());
            Connection unused =
                    loop.add(new ServerAddress("127.0.0.1", server.port(), "", false), new Requests(loop, 0, false));
            loop.connect();
            assertTrue(loop.congestionControl().matches("[a-z0-9_]+"), loop.congestionControl());
        }
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
