package dev.legato.edge;

import dev.legato.edge.origin.RawOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An origin that answers by a script, which a test may exchange at any time, and remembers what it was asked. */
final class TestOrigin implements AutoCloseable {
    private static final Pattern RANGE = Pattern.compile("bytes=(\\d*)-(\\d*)");

    private final RawOrigin server;
    private volatile Script script;

    /** All requests, in the order in which they came. */
    final Queue<Asked> asked = new ConcurrentLinkedQueue<>();

    /** Answers a request on its connection, which is closed if this throws. */
    @FunctionalInterface
    interface Script {
        void answer(Asked asked, RawOrigin.Peer to) throws IOException;
    }

    /** A request as it came. */
    record Asked(String method, String target, List<String> lines, byte[] body) {
        Optional<String> field(String name) {
            String prefix = name.toLowerCase(Locale.ROOT) + ":";
            return lines.stream()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(prefix))
                    .map(line -> line.substring(prefix.length()).strip())
                    .findFirst();
        }

        String range() {
            return field("range").orElse("");
        }
    }

    TestOrigin(Script script) throws IOException {
        this.script = script;
        this.server = new RawOrigin(this::serve);
    }

    /** Answers by another script from now on. */
    void use(Script next) {
        script = next;
    }

    String url() {
        return server.url();
    }

    int connections() {
        return server.connections.size();
    }

    List<String> ranges() {
        return asked.stream().map(Asked::range).toList();
    }

    private void serve(RawOrigin.Peer peer) throws IOException {
        while (true) {
            Asked request = read(peer);
            asked.add(request);
            script.answer(request, peer);
        }
    }

    private static Asked read(RawOrigin.Peer peer) throws IOException {
        String[] lines = peer.head().split("\r\n");
        String[] first = lines[0].split(" ");
        Asked head = new Asked(first[0], first[1], List.of(lines).subList(1, lines.length), new byte[0]);
        byte[] body = head.field("transfer-encoding").isPresent()
                ? chunks(peer)
                : peer.read(Integer.parseInt(head.field("content-length").orElse("0")));
        return new Asked(head.method, head.target, head.lines, body);
    }

    private static byte[] chunks(RawOrigin.Peer peer) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int length = length(peer); length > 0; length = length(peer)) {
            body.write(peer.read(length));
            byte[] _ = peer.read(2);
        }
        byte[] _ = peer.read(2);
        return body.toByteArray();
    }

    private static int length(RawOrigin.Peer peer) throws IOException {
        StringBuilder line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            line.append(new String(peer.read(1), StandardCharsets.US_ASCII));
        }
        return Integer.parseInt(line.toString().strip(), 16);
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** Sends a response with a body and its length. */
    static void send(RawOrigin.Peer to, String status, byte[] body, String... fields) throws IOException {
        to.send(head(status, body.length, fields));
        to.send(body);
    }

    /** The head of a response with a length, or without one if that is below 0. */
    static String head(String status, long length, String... fields) {
        StringBuilder head = new StringBuilder("HTTP/1.1 ").append(status).append("\r\n");
        if (length >= 0) {
            head.append("Content-Length: ").append(length).append("\r\n");
        }
        for (String field : fields) {
            head.append(field).append("\r\n");
        }
        return head.append("\r\n").toString();
    }

    /** A script that sends the same response to every request. */
    static Script always(String status, String body, String... fields) {
        return (asked, to) -> {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            if (asked.method().equals("HEAD")) {
                to.send(head(status, bytes.length, fields));
            } else {
                send(to, status, bytes, fields);
            }
        };
    }

    /** A version of an object with a strong tag, which answers single ranges and conditions as RFC 9110 has it. */
    record Version(byte[] bytes, String tag, String... more) implements Script {
        @Override
        public void answer(Asked asked, RawOrigin.Peer to) throws IOException {
            if (asked.field("if-none-match").orElse("").contains(tag)) {
                to.send(head("304 Not Modified", -1, fields()));
                return;
            }
            Matcher range = RANGE.matcher(asked.range());
            boolean ranged = range.matches()
                    && asked.method().equals("GET")
                    && asked.field("if-range").orElse(tag).equals(tag);
            if (!ranged) {
                to.send(head("200 OK", bytes.length, fields()));
                to.send(asked.method().equals("HEAD") ? new byte[0] : bytes);
                return;
            }
            boolean suffix = range.group(1).isEmpty();
            int start = suffix
                    ? Math.max(0, bytes.length - Integer.parseInt(range.group(2)))
                    : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(range.group(1)));
            int end = suffix || range.group(2).isEmpty()
                    ? bytes.length
                    : (int) Math.min(bytes.length, Long.parseLong(range.group(2)) + 1);
            if (start >= end) {
                to.send(head("416 Range Not Satisfiable", 0, "Content-Range: bytes */" + bytes.length));
                return;
            }
            String[] fields = Arrays.copyOf(fields(), more.length + 2);
            fields[more.length + 1] = "Content-Range: bytes %d-%d/%d".formatted(start, end - 1, bytes.length);
            send(to, "206 Partial Content", Arrays.copyOfRange(bytes, start, end), fields);
        }

        private String[] fields() {
            String[] fields = Arrays.copyOf(more, more.length + 1);
            fields[more.length] = "ETag: " + tag;
            return fields;
        }
    }
}
