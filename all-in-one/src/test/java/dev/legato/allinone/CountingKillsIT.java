package dev.legato.allinone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.legato.embedded.EmbeddedIssuer;
import dev.legato.testing.FullRun;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGKILL at random moments, of the start and of the work, while plays are reported: each is counted once.
 *
 * <pre>./legato soak kills -Dlegato.kills.seed=1</pre>
 */
@Timeout(value = 4, unit = TimeUnit.HOURS, threadMode = ThreadMode.SEPARATE_THREAD)
class CountingKillsIT {
    private static final int KILLS = FullRun.repetitions("legato.kills", 2, 10);
    private static final long SEED =
            Long.getLong("legato.kills.seed", Clock.systemUTC().millis());
    private static final String TRACK = CountingNode.TRACK.value();
    private static final int LISTENERS = 8;
    private static final int CATCH_UP_EVERY = 10;
    private static final Duration CATCH_UP_WITHIN = Duration.ofMinutes(2);
    private static final long MAX_WORK_MS = 1_500;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** What to wait for before a kill, given how many plays were acknowledged so far. */
    @FunctionalInterface
    private interface Moment {
        void await(int acknowledged) throws Exception;
    }

    @TempDir
    Path folder;

    private final EmbeddedIssuer issuer = EmbeddedIssuer.temporary();
    private final HttpClient client = HttpClient.newHttpClient();
    private final Random random = new Random(SEED);
    private volatile int acknowledged;
    private @Nullable JsonObject unanswered;

    @Test
    void kill_atAnyMoment_countsEachAcknowledgedPlayOnce() throws Exception {
        System.out.println("seed " + SEED);
        long startMs = 0;
        for (int kill = 1; kill <= KILLS; kill++) {
            long started = System.nanoTime();
            try (CountingNode node = CountingNode.start(folder, issuer.jwks())) {
                if (kill == 1) {
                    var _ = node.ingestPort();
                    startMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started);
                }
                switch (kill % 3) {
                    case 0 -> pause(random.nextLong(startMs));
                    case 1 -> work(node, _ -> {});
                    default -> work(node, before -> assertTrue(counted(node, before) >= before));
                }
            }
            if (kill % CATCH_UP_EVERY == 0) {
                try (CountingNode node = CountingNode.start(folder, issuer.jwks())) {
                    assertAllCounted(node);
                }
                System.out.printf("%d kills, %d plays counted%n", kill, acknowledged);
            }
        }
        try (CountingNode node = CountingNode.start(folder, issuer.jwks())) {
            assertAllCounted(node);
        } finally {
            client.close();
            issuer.close();
        }
    }

    /** Reports plays, waits for the moment, and kills the node a while later under the reporter. */
    private void work(CountingNode node, Moment moment) throws Exception {
        int port = node.ingestPort();
        report(port);
        int before = acknowledged;
        Thread reporter = Thread.ofVirtual().start(() -> {
            try {
                while (true) {
                    report(port);
                    LockSupport.parkNanos(PAUSE_NANOS);
                }
            } catch (IOException | InterruptedException e) {
                // The node was killed: the next one gets the same play again, as a player's retry would send it.
            }
        });
        try {
            moment.await(before);
            pause(random.nextLong(MAX_WORK_MS));
        } finally {
            node.kill();
            reporter.join();
        }
    }

    /** Reports a play until it is acknowledged: first the one whose answer a kill has cut off. */
    private void report(int port) throws IOException, InterruptedException {
        JsonObject play = unanswered == null ? nextPlay() : unanswered;
        unanswered = play;
        while (post(port, play) != 202) {
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        unanswered = null;
        acknowledged++;
    }

    private JsonObject nextPlay() {
        String session = "s" + acknowledged;
        Instant start = Clock.systemUTC().instant().minusSeconds(60);
        return new JsonObject()
                .put(
                        "events",
                        new JsonArray().add(event(session, 0, start)).add(event(session, 30, start.plusSeconds(30))));
    }

    private int post(int port, JsonObject batch) throws IOException, InterruptedException {
        return api(port).post("/v1/events", batch).statusCode();
    }

    private Api api(int port) {
        String authorization = issuer.authorization(
                "listener-" + acknowledged % LISTENERS,
                Clock.systemUTC().instant().plusSeconds(600),
                "streaming");
        return new Api(client, URI.create("http://127.0.0.1:" + port), authorization.substring("Bearer ".length()));
    }

    private void assertAllCounted(CountingNode node) throws Exception {
        // All before this one are counted when it is: had one been counted twice, it would show.
        report(node.ingestPort());
        assertEquals(acknowledged, counted(node, acknowledged));
    }

    /** How many plays are counted, once they are so many. */
    private int counted(CountingNode node, int plays) throws Exception {
        Api analytics = api(node.analyticsPort());
        long deadline = System.nanoTime() + CATCH_UP_WITHIN.toNanos();
        int counted = 0;
        while (counted < plays) {
            assertTrue(System.nanoTime() < deadline, "of %d plays only %d are counted".formatted(plays, counted));
            HttpResponse<String> answer = analytics.get("/v1/tracks/" + TRACK + "/stats");
            counted = answer.statusCode() == 200 ? new JsonObject(answer.body()).getInteger("plays") : 0;
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        return counted;
    }

    private static JsonObject event(String session, int second, Instant at) {
        return new JsonObject()
                .put("id", session + "-" + second)
                .put("type", second == 0 ? "started" : "progress")
                .put("trackId", TRACK)
                .put("positionMs", second * 1_000)
                .put("sessionId", session)
                .put("at", at.toString());
    }

    private static void pause(long milliseconds) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(milliseconds);
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
