package dev.legato.edge;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.edge.RawClient.Reply;
import dev.legato.edge.http.HttpDate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/** The table {@code ranges-and-conditions.txt}, and the files that it asks for. */
final class RangeTable {
    private static final Instant MODIFIED = Instant.parse("2020-01-01T00:00:00Z");
    private static final byte[] BYTES = new byte[1000];
    private static final Set<String> OBJECTS = Set.of("/audio/f.flac", "/audio/empty.flac");

    private RangeTable() {}

    /** Asks for everything in the table by one transport. */
    static Stream<DynamicTest> cases(Transport transport, boolean http1) throws Exception {
        return cases(transport, http1, UnaryOperator.identity());
    }

    /** @param targets turns the targets of the table's objects into those to ask for */
    static Stream<DynamicTest> cases(Transport transport, boolean http1, UnaryOperator<String> targets)
            throws Exception {
        String tag =
                transport.send("GET", "/audio/f.flac", List.of()).field("ETag").orElseThrow();
        Map<String, String> values = placeholders(tag);
        return Case.all().stream()
                .filter(one -> http1 || !one.onlyHttp1())
                .map(one -> DynamicTest.dynamicTest(one.name(), () -> {
                    String target = OBJECTS.contains(one.target()) ? targets.apply(one.target()) : one.target();
                    check(one, transport.send(one.method(), target, one.lines(values)));
                }))
                .onClose(() -> {
                    try {
                        transport.close();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
    }

    private static void check(Case one, Reply reply) throws IOException {
        assertEquals(one.status(), reply.status(), () -> reply + " " + reply.text());
        for (String line : one.expected()) {
            if (line.startsWith("!")) {
                assertEquals(List.of(), reply.all(line.substring(1)));
            } else {
                String[] field = line.split(": ", 2);
                assertEquals(List.of(field[1]), reply.all(field[0]));
            }
        }
        checkBody(one, reply);
        checkEveryAnswer(one, reply);
    }

    private static void checkBody(Case one, Reply reply) throws IOException {
        byte[] whole = one.target().contains("empty") ? new byte[0] : BYTES;
        String[] words = one.body().split(" ");
        switch (words[0]) {
            case "all" -> {
                assertArrayEquals(whole, reply.body());
                assertEquals(List.of(), reply.all("Content-Range"));
            }
            case "none" -> assertEquals(0, reply.body().length);
            case "other" -> assertTrue(reply.body().length > 0);
            case "problem" -> {
                assertEquals(Optional.of("application/problem+json"), reply.field("Content-Type"));
                assertTrue(reply.text().contains("\"status\":" + one.status()), reply.text());
            }
            case "multi" -> {
                assertEquals(List.of(), reply.all("Content-Range"));
                String type = reply.field("Content-Type").orElseThrow();
                assertTrue(type.startsWith("multipart/byteranges; boundary="), type);
                assertArrayEquals(multipart(type.substring(type.indexOf('=') + 1), words[1]), reply.body());
            }
            default -> {
                assertArrayEquals(slice(words[0]), reply.body());
                assertEquals(List.of("bytes " + words[0] + "/" + whole.length), reply.all("Content-Range"));
            }
        }
    }

    private static void checkEveryAnswer(Case one, Reply reply) {
        assertTrue(HttpDate.parse(reply.field("Date").orElseThrow(), 0) > 0);
        assertEquals(List.of("*"), reply.all("Access-Control-Allow-Origin"));
        assertEquals(List.of(), reply.all("Vary"));
        assertEquals(List.of(), reply.all("Transfer-Encoding"));
        switch (reply.status()) {
            case 200, 206 -> {
                assertEquals(1, reply.all("ETag").size());
                assertEquals(1, reply.all("Content-Length").size());
                assertEquals(1, reply.all("Content-Type").size());
                assertEquals(List.of("bytes"), reply.all("Accept-Ranges"));
                assertFalse(reply.field("ETag").orElseThrow().startsWith("W/"));
            }
            case 304 -> {
                assertEquals(1, reply.all("ETag").size());
                assertEquals(1, reply.all("Cache-Control").size());
                assertEquals(List.of(), reply.all("Content-Range"));
            }
            case 204 -> assertEquals(List.of(), reply.all("Content-Length"));
            default -> {
                assertEquals(List.of(), reply.all("ETag"));
                assertEquals(List.of("no-store"), reply.all("Cache-Control"));
                assertEquals(1, reply.all("X-Request-Id").size());
            }
        }
    }

    /** A multipart body as RFC 9110 §14.6 writes it, from a list like {@code 0-0,2-2}. */
    private static byte[] multipart(String boundary, String ranges) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        String between = "--";
        for (String range : ranges.split(",")) {
            String head = between + boundary + "\r\nContent-Type: audio/flac\r\nContent-Range: bytes " + range
                    + "/1000\r\n\r\n";
            body.write(head.getBytes(StandardCharsets.US_ASCII));
            body.write(slice(range));
            between = "\r\n--";
        }
        body.write(("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.US_ASCII));
        return body.toByteArray();
    }

    private static byte[] slice(String range) {
        String[] ends = range.split("-");
        return Arrays.copyOfRange(BYTES, Integer.parseInt(ends[0]), Integer.parseInt(ends[1]) + 1);
    }

    private static Map<String, String> placeholders(String tag) {
        return Map.of(
                "{etag}", tag,
                "{bare}", tag.substring(1, tag.length() - 1),
                "{lm}", HttpDate.format(MODIFIED.getEpochSecond()),
                "{lm-1}", HttpDate.format(MODIFIED.getEpochSecond() - 1),
                "{lm+1}", HttpDate.format(MODIFIED.getEpochSecond() + 1),
                "{lm850}", obsolete("EEEE, dd-MMM-yy HH:mm:ss 'GMT'"),
                "{lmasc}", obsolete("EEE MMM ppd HH:mm:ss yyyy"),
                "{old}", HttpDate.format(0),
                "{future}", HttpDate.format(Instant.now(Clock.systemUTC()).getEpochSecond() + 86_400));
    }

    private static String obsolete(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).format(MODIFIED.atOffset(ZoneOffset.UTC));
    }

    /** Makes the files that the table asks for, in a folder below. */
    static Path createFiles(Path folder) throws IOException, InterruptedException {
        new Random(2).nextBytes(BYTES);
        Path root = Files.createDirectories(folder.resolve("root"));
        for (String name : List.of(
                "f.flac",
                "folder/in.flac",
                "sp ace.flac",
                "Björk.flac",
                "♪.flac",
                "pl+us.flac",
                "per%cent.flac",
                ".hidden",
                ".hiddenfolder/f",
                ".git/f.flac",
                "...And Justice for All/.38.flac",
                "folder/.hidden")) {
            write(root.resolve(name), BYTES);
        }
        write(root.resolve("empty.flac"), new byte[0]);
        for (String name : List.of(
                "a.flac",
                "a.FLAC",
                "a.m4a",
                "a.mp3",
                "a.ogg",
                "a.opus",
                "a.wav",
                "a.aiff",
                "a.m3u8",
                "a.mpd",
                "a.jpg",
                "a.png",
                "a.json",
                "a.unknown",
                "noextension",
                "a.b/noextension")) {
            write(root.resolve("types").resolve(name), new byte[] {1, 2, 3});
        }
        write(folder.resolve("secret.flac"), BYTES);
        Files.createSymbolicLink(root.resolve("link.flac"), Path.of("f.flac"));
        Files.createSymbolicLink(root.resolve("folderlink"), Path.of("folder"));
        Files.createSymbolicLink(root.resolve("outside.flac"), folder.resolve("secret.flac"));
        Files.createSymbolicLink(root.resolve("outsidefolder"), folder);
        Files.createSymbolicLink(root.resolve("hiddenlink.flac"), Path.of(".hidden"));
        Files.createSymbolicLink(root.resolve("loop"), Path.of("loop"));
        Files.createSymbolicLink(root.resolve("dangling"), Path.of("nowhere"));
        new ProcessBuilder("mkfifo", root.resolve("fifo").toString()).start().waitFor();
        return root;
    }

    private static void write(Path path, byte[] bytes) throws IOException {
        Files.createDirectories(path.getParent());
        Files.write(path, bytes);
        Files.setLastModifiedTime(path, FileTime.from(MODIFIED));
    }
}
