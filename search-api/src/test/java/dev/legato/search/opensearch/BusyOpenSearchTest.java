package dev.legato.search.opensearch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.legato.runtime.settings.Settings;
import dev.legato.search.index.SearchBatch;
import dev.legato.search.index.SearchChange;
import dev.legato.search.index.SearchId;
import dev.legato.search.index.SearchKind;
import dev.legato.search.index.TopicOffsets;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A writer before a server that answers as an OpenSearch that is too busy, which a real node is only by chance. */
@Timeout(60)
final class BusyOpenSearchTest {
    private static final String DONE = "{\"delete\":{\"status\":200}}";
    private static final String BUSY =
            "{\"delete\":{\"status\":429,\"error\":{\"type\":\"rejected_execution_exception\"}}}";

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ConcurrentLinkedQueue<String> bulks = new ConcurrentLinkedQueue<>();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch finish = new CountDownLatch(1);
    private HttpServer server;
    private OpenSearchIndexes indexes;
    private OpenSearchIndex index;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        var _ = server.createContext("/", this::answer);
        server.start();
        OpenSearchSettings settings = OpenSearchSettings.from(Settings.of(Map.of(
                        "search.opensearch.uri",
                        "http://127.0.0.1:" + server.getAddress().getPort())))
                .orElseThrow();
        indexes = new OpenSearchIndexes(settings, "one", System::nanoTime);
        index = indexes.open("busy-1-own");
    }

    @AfterEach
    void stop() throws IOException {
        finish.countDown();
        index.close();
        indexes.close();
        server.stop(0);
        threads.close();
    }

    @Test
    void apply_ofWhichAPartIsRefused_sendsThisPartAgain() throws Exception {
        finish.countDown();
        index.apply(removals());
        List<String> sent = List.copyOf(bulks);
        assertEquals(2, sent.size());
        assertEquals(2, sent.getFirst().lines().count());
        assertEquals(sent.getFirst().lines().toList().getLast(), sent.getLast().strip());
    }

    @Test
    void isWriter_whileABatchIsWritten_answersAtOnce() throws Exception {
        Future<?> applied = threads.submit(() -> {
            index.apply(removals());
            return null;
        });
        arrived.await();
        // What the writer says every few seconds to keep its seat needs the same.
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> assertTrue(index.isWriter()));
        finish.countDown();
        var _ = applied.get();
    }

    private static SearchBatch removals() {
        return new SearchBatch(
                List.of(
                        new SearchChange.Removal(new SearchId(SearchKind.TRACK, "1")),
                        new SearchChange.Removal(new SearchId(SearchKind.TRACK, "2"))),
                TopicOffsets.NONE);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        if (exchange.getRequestURI().getPath().endsWith("/_bulk")) {
            bulks.add(body);
            arrived.countDown();
            try {
                finish.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            boolean first = bulks.size() == 1;
            String items = first ? DONE + ',' + BUSY : DONE;
            send(exchange, 200, "{\"errors\":%b,\"items\":[%s]}".formatted(first, items));
        } else if (exchange.getRequestMethod().equals("GET")) {
            send(exchange, 404, "{\"found\":false}");
        } else {
            send(exchange, 200, "{\"_seq_no\":1,\"_primary_term\":1}");
        }
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
