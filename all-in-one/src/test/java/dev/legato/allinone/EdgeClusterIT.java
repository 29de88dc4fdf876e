package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edges as processes of their own find each other, and one that comes and goes costs nobody a request. */
class EdgeClusterIT {
    private static final Pattern SERVES = Pattern.compile("edge serves on port (\\d+)");

    private final String cluster = UUID.randomUUID().toString();

    @TempDir
    private Path folder;

    @Test
    void edges_thirdJoinsAndLeaves_noRequestIsDropped() throws Exception {
        Files.write(folder.resolve("sound.flac"), new byte[100_000]);
        Path config = Files.writeString(folder.resolve("legato.yaml"), """
                management: {port: 0}
                cluster: {discovery: members, name: %s, members: [127.0.0.1], port: 5901}
                edge: {port: 0, root: %s, open: true}
                """.formatted(cluster, folder));
        try (LegatoProcess first = LegatoProcess.run("edge", config);
                LegatoProcess second = LegatoProcess.run("edge", config)) {
            List<URI> edges = List.of(audio(first), audio(second));
            AtomicBoolean enough = new AtomicBoolean();
            CompletableFuture<Integer> listening = CompletableFuture.supplyAsync(() -> listen(edges, enough));
            try (LegatoProcess third = LegatoProcess.run("edge", config)) {
                assertTrue(audio(third).getPort() > 0);
                first.awaitLine(line -> line.contains("joined the cluster, now of 3"));
                third.stop();
                first.awaitLine(line -> line.contains("left the cluster, now of 2"));
            } finally {
                enough.set(true);
            }
            assertTrue(listening.join() > 0);
        }
    }

    /** Fetches a range from one edge after the other until it is enough; any answer but 206 fails. */
    private static int listen(List<URI> edges, AtomicBoolean enough) {
        int answered = 0;
        try (HttpClient client = HttpClient.newHttpClient()) {
            while (!enough.get()) {
                var request = HttpRequest.newBuilder(edges.get(answered % edges.size()))
                        .header("Range", "bytes=1000-2999")
                        .timeout(Duration.ofSeconds(30))
                        .build();
                var answer = client.send(request, BodyHandlers.ofByteArray());
                assertEquals(206, answer.statusCode());
                assertEquals(2_000, answer.body().length);
                answered++;
            }
            return answered;
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException("request %d was dropped".formatted(answered), e);
        }
    }

    private static URI audio(LegatoProcess edge) throws Exception {
        Matcher port =
                SERVES.matcher(edge.awaitLine(line -> SERVES.matcher(line).find()));
        assertTrue(port.find());
        return URI.create("http://127.0.0.1:" + port.group(1) + "/audio/sound.flac");
    }
}
