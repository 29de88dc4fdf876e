package dev.legato.bench.runner.peer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.bench.LimitThread;
import dev.legato.bench.TestScenarios;
import dev.legato.bench.corpus.CorpusFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The limit is a reference only while its answers are right. */
class LimitServerIT {
    private static final CorpusFile FILE = TestScenarios.FILES.corpus().files().getFirst();

    @TempDir
    private Path folder;

    private record Answer(String head, byte[] body) {}

    /** Sends each request over the same connection and takes the last answer. */
    private Answer ask(String... requests) throws IOException {
        try (LimitThread server = new LimitThread(folder);
                Socket socket = new Socket(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), server.port())) {
            Answer answer = new Answer("", new byte[0]);
            for (String request : requests) {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                answer = read(socket.getInputStream());
            }
            return answer;
        }
    }

    private static Answer read(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                return new Answer(head.toString(StandardCharsets.US_ASCII), new byte[0]);
            }
            head.write(next);
        }
        String text = head.toString(StandardCharsets.US_ASCII);
        int length = Integer.parseInt(text.lines()
                .filter(line -> line.startsWith("Content-Length: "))
                .findFirst()
                .orElseThrow()
                .substring(16));
        return new Answer(text, in.readNBytes(length));
    }

    private static String get(String path, String range) {
        return "GET /%s HTTP/1.1\r\nHost: a\r\n%s\r\n"
                .formatted(path, range.isEmpty() ? "" : "Range: bytes=" + range + "\r\n");
    }

    private static byte[] bytes(long first, long last) {
        byte[] bytes = new byte[(int) (last - first + 1)];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = FILE.at(first + i);
        }
        return bytes;
    }

    @ParameterizedTest
    @CsvSource({"0-0, 0, 0", "100-199, 100, 199", "4095-4096, 4095, 4096"})
    void get_range_isExact(String range, long first, long last) throws IOException {
        Answer answer = ask(get(FILE.name(), range));
        assertTrue(answer.head.startsWith("HTTP/1.1 206 Partial Content\r\n"), answer.head);
        assertTrue(
                answer.head.contains("Content-Range: bytes %d-%d/%d\r\n".formatted(first, last, FILE.size())),
                answer.head);
        assertArrayEquals(bytes(first, last), answer.body);
    }

    @Test
    void get_openRange_isTheRest() throws IOException {
        long first = FILE.size() - 10;
        assertArrayEquals(bytes(first, FILE.size() - 1), ask(get(FILE.name(), first + "-")).body);
    }

    @Test
    void get_rangeBeyondTheEnd_isCut() throws IOException {
        long first = FILE.size() - 10;
        assertArrayEquals(bytes(first, FILE.size() - 1), ask(get(FILE.name(), first + "-" + FILE.size() * 2)).body);
    }

    @Test
    void get_withoutRange_isTheWholeFile() throws IOException {
        Answer answer = ask(get(FILE.name(), ""));
        assertTrue(answer.head.startsWith("HTTP/1.1 200 OK\r\n"), answer.head);
        assertArrayEquals(bytes(0, FILE.size() - 1), answer.body);
    }

    @Test
    void get_oneAfterTheOther_overOneConnection() throws IOException {
        assertArrayEquals(
                bytes(5, 9), ask(get(FILE.name(), "0-3"), get("none.m4a", "0-1"), get(FILE.name(), "5-9")).body);
    }

    @Test
    void get_unknownFile_isNotFound() throws IOException {
        Answer answer = ask(get("none.m4a", "0-1"));
        assertTrue(answer.head.startsWith("HTTP/1.1 404 Not Found\r\n"), answer.head);
        assertEquals(0, answer.body.length);
    }

    @Test
    void post_anything_closesTheConnection() throws IOException {
        assertEquals("", ask("POST /a HTTP/1.1\r\nHost: a\r\n\r\n").head);
    }
}
