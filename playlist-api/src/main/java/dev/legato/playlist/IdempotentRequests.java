package dev.legato.playlist;

import com.fasterxml.jackson.databind.JsonNode;
import dev.legato.contracts.Sha256;
import dev.legato.runtime.http.Reply;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.json.Json;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.SqlClient;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Tuple;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests with an {@code Idempotency-Key} are carried out once, however often they are sent within a day: the answer is
 * kept in the transaction that does the work, and a retry gets it again. A retry that comes while the first is under way
 * waits for it, because both insert the same row.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The Idempotency-Key header</a>
 */
final class IdempotentRequests {
    private static final Logger LOG = LoggerFactory.getLogger(IdempotentRequests.class);
    private static final Duration KEPT = Duration.ofDays(1);

    private final Clock clock;

    private record Kept(
            int status,
            Map<String, String> headers,
            @Nullable JsonNode body) {}

    IdempotentRequests(Clock clock) {
        this.clock = clock;
    }

    /**
     * Does the work, or repeats its answer. Ends the request with 422 if the key came with another request before.
     *
     * @param operation with the ids in its path: what besides the body distinguishes two requests
     */
    Reply once(SqlConnection transaction, Request request, String operation, Supplier<Reply> work) {
        String key = request.idempotencyKey().orElse(null);
        if (key == null) {
            return work.get();
        }
        String account = request.caller().account();
        Buffer fingerprint = fingerprint(operation, request.bodyBytes());
        boolean first = transaction
                        .preparedQuery("INSERT INTO idempotent_requests (account, key, fingerprint, created_at)"
                                + " VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING")
                        .execute(Tuple.of(
                                account, key, fingerprint, clock.instant().atOffset(ZoneOffset.UTC)))
                        .await()
                        .rowCount()
                == 1;
        if (!first) {
            return kept(transaction, account, key, fingerprint);
        }
        Reply reply = work.get();
        var _ = transaction
                .preparedQuery("UPDATE idempotent_requests SET reply = $3 WHERE account = $1 AND key = $2")
                .execute(Tuple.of(account, key, Buffer.buffer(Json.write(reply))))
                .await();
        return reply;
    }

    /** Forgets answers that are a day old; what fails is left for the next time. */
    Future<Integer> removeExpired(SqlClient client) {
        return client.preparedQuery("DELETE FROM idempotent_requests WHERE created_at < $1")
                .execute(Tuple.of(clock.instant().minus(KEPT).atOffset(ZoneOffset.UTC)))
                .map(RowSet::rowCount)
                .onFailure(failure -> LOG.warn("sweeping is put off: {}", failure.toString()));
    }

    private static Reply kept(SqlConnection transaction, String account, String key, Buffer fingerprint) {
        Row row = transaction
                .preparedQuery("SELECT fingerprint, reply FROM idempotent_requests WHERE account = $1 AND key = $2")
                .execute(Tuple.of(account, key))
                .await()
                .iterator()
                .next();
        if (!row.getBuffer("fingerprint").equals(fingerprint)) {
            throw Problem.unprocessable(
                    "Idempotency-Key", "used for another request before (expected: a new key, or the same request)");
        }
        try {
            Kept kept = Json.read(row.getBuffer("reply").getBytes(), Kept.class);
            return new Reply(kept.status(), kept.headers(), kept.body());
        } catch (IOException e) {
            throw new UncheckedIOException("an answer kept for a retry", e);
        }
    }

    private static Buffer fingerprint(String operation, Buffer body) {
        MessageDigest digest = Sha256.digest();
        digest.update(operation.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return Buffer.buffer(digest.digest(body.getBytes()));
    }
}
