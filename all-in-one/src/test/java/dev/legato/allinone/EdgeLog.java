package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.legato.contracts.SegmentIndex;
import dev.legato.contracts.SegmentIndex.Rendition;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the edge answered, from its access log, and what each range of a rendition is. */
final class EdgeLog {
    private final Path file;
    private final Map<String, Rendition> renditions = new HashMap<>();

    EdgeLog(Path file, SegmentIndex index) {
        this.file = file;
        for (Rendition rendition : index.renditions()) {
            renditions.put(rendition.file(), rendition);
        }
    }

    /** A range of a rendition's file that was sent. */
    record Fetch(Instant time, String file, String range) {}

    /**
     * What was fetched of renditions' files in the log's lines from here on.
     *
     * @param from lines to pass over
     */
    List<Fetch> fetches(int from) throws IOException {
        return Files.readAllLines(file).stream()
                .skip(from)
                .map(JsonObject::new)
                .map(line -> new Fetch(
                        Instant.parse(line.getString("time")),
                        line.getString("key").replaceFirst(".*/", ""),
                        line.getString("range", "")))
                .filter(fetch -> renditions.containsKey(fetch.file()))
                .toList();
    }

    /** How many lines there are, once all that was answered by now is among them. */
    int settle(HttpClient client, URI edge) throws Exception {
        String mark = UUID.randomUUID().toString();
        int status = client.send(
                        HttpRequest.newBuilder(edge.resolve("/audio/" + mark)).build(), BodyHandlers.discarding())
                .statusCode();
        assertEquals(403, status, "nothing is served unsigned");
        return Api.eventually(
                        () -> Files.readAllLines(file), lines -> lines.stream().anyMatch(line -> line.contains(mark)))
                .size();
    }

    /**
     * Fails unless it is exactly one part of one file: a segment, the init section, the index, both of these, or these and
     * the first segment, as GStreamer fetches what begins in a file's first KiB.
     */
    void assertOnePart(Fetch fetch) {
        Rendition rendition = renditions.get(fetch.file());
        int init = rendition.initBytes();
        int head = init + rendition.indexBytes();
        if (fetch.range().equals(range(0, init))
                || fetch.range().equals(range(init, head))
                || fetch.range().equals(range(0, head))
                || fetch.range().equals(range(0, head + rendition.segmentBytes().getFirst()))) {
            return;
        }
        long at = head;
        for (int bytes : rendition.segmentBytes()) {
            if (fetch.range().equals(range(at, at + bytes))) {
                return;
            }
            at += bytes;
        }
        throw new AssertionError("no part of its file: " + fetch);
    }

    private static String range(long from, long to) {
        return "bytes=%d-%d".formatted(from, to - 1);
    }
}
