package dev.legato.bench.workload;

import static dev.legato.bench.workload.GatewayRequests.ascii;

import dev.legato.bench.load.Connection;
import dev.legato.bench.load.LoadException;
import dev.legato.bench.load.ServerAddress;
import dev.legato.bench.os.MessageBuffer;
import dev.legato.bench.scenario.IngestScenario;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/** {@link IngestScenario}: batches of events, every id new, each answer held against {@code "accepted":N}. */
final class IngestCalls implements CallsWorkload.Calls {
    private static final int MAX_BODY_BYTES = 1 << 16;
    private static final int ID_DIGITS = 32;
    private static final byte[] BEFORE = ascii("{\"events\":[");
    private static final byte[] BEFORE_ID = ascii("{\"id\":\"");
    private static final byte[] AFTER = ascii("]}");

    private final int batch;
    private final SplittableRandom random;
    private final byte[] head;
    private final byte[][] afterId;
    private final String accepted;

    /** @param settings {@code token}, {@code tracks} (ids) and {@code now} (RFC 3339) */
    IngestCalls(IngestScenario scenario, ServerAddress gateway, Map<String, List<String>> settings, long seed) {
        this.batch = scenario.batch();
        this.random = new SplittableRandom(seed ^ System.nanoTime());
        // All tracks' ids have the same length, so one Content-Length fits every batch.
        this.afterId = GatewaySettings.all(settings, "tracks").stream()
                .map(track -> ascii(
                        "\",\"type\":\"progress\",\"trackId\":\"%s\",\"positionMs\":31000,\"sessionId\":\"bench-%d\",\"deviceId\":\"legato-bench\",\"at\":\"%s\"}"
                                .formatted(track, seed, GatewaySettings.one(settings, "now"))))
                .toArray(byte[][]::new);
        int body =
                BEFORE.length + batch * (BEFORE_ID.length + ID_DIGITS + afterId[0].length) + (batch - 1) + AFTER.length;
        this.head = new GatewayRequests(gateway, GatewaySettings.one(settings, "token")).post("/v1/events", "", body);
        this.accepted = "\"accepted\":" + batch;
    }

    @Override
    public void next(Connection connection) {
        MessageBuffer request = connection.request().clear().put(head).put(BEFORE);
        for (int i = 0; i < batch; i++) {
            if (i > 0) {
                request.put(',');
            }
            request.put(BEFORE_ID)
                    .putHex(random.nextLong())
                    .putHex(random.nextLong())
                    .put(afterId[random.nextInt(afterId.length)]);
        }
        request.put(AFTER);
        connection.expectBody(202, MAX_BODY_BYTES);
    }

    @Override
    public void answered(Connection connection, long nanos) {
        String answer = new String(connection.body(), StandardCharsets.UTF_8);
        if (!answer.replace(" ", "").contains(accepted)) {
            throw new LoadException("POST /v1/events: %s (expected: %s)".formatted(answer, accepted));
        }
    }
}
