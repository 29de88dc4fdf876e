package dev.legato.account.oauth.grant;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.legato.account.oauth.message.OAuthException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Tuple;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Authorization requests under a handle, a {@code request_uri}: those that clients have pushed (RFC 9126), and those that wait
 * until their listener has signed in and consented.
 */
public final class RequestStore {
    /** How long a client may take to send its listener here with a request it has pushed. */
    public static final Duration PUSHED = Duration.ofSeconds(90);

    /** How long a listener may take to sign in and to consent. */
    static final Duration WAITING = Duration.ofMinutes(30);

    /** An authorization request is a few hundred characters; a longer one is refused instead of stored. */
    static final int MAX_CHARACTERS = 8_192;

    private static final String PREFIX = "urn:ietf:params:oauth:request_uri:";

    private final Pool pool;
    private final RandomGenerator random;
    private final Clock clock;

    /**
     * A stored request.
     *
     * @param uri its {@code request_uri}
     * @param parameters form-encoded
     */
    public record Stored(String uri, String parameters, Instant createdAt) {
        /** Never the handle. */
        @Override
        public String toString() {
            return "Stored";
        }
    }

    public RequestStore(Pool pool, RandomGenerator random, Clock clock) {
        this.pool = pool;
        this.random = random;
        this.clock = clock;
    }

    /** Keeps a request that a client pushes. */
    public Future<Stored> push(String client, Map<String, List<String>> parameters) {
        return add(client, parameters, PUSHED);
    }

    /** Keeps a request until its listener is ready. */
    public Future<Stored> hold(String client, Map<String, List<String>> parameters) {
        return add(client, parameters, WAITING);
    }

    /** Finds a client's request; from now on its listener has time to sign in. */
    public Future<Optional<Stored>> open(String client, String uri) {
        if (!uri.startsWith(PREFIX)) {
            return Future.succeededFuture(Optional.empty());
        }
        Instant now = clock.instant();
        return pool.preparedQuery("""
                        UPDATE oauth_requests SET expires_at = greatest(expires_at, created_at + $4 * interval '1 second')
                          WHERE handle_hash = $1 AND client_id = $2 AND expires_at > $3
                          RETURNING parameters, created_at""")
                .execute(Tuple.of(hash(uri), client, Rows.time(now), WAITING.toSeconds()))
                .map(rows -> Rows.first(rows)
                        .map(row -> new Stored(uri, row.getString("parameters"), Rows.instant(row, "created_at"))));
    }

    /** Forgets a request that has been answered; false if it has been before. */
    public Future<Boolean> remove(String uri) {
        return pool.preparedQuery("DELETE FROM oauth_requests WHERE handle_hash = $1")
                .execute(Tuple.of(hash(uri)))
                .map(rows -> rows.rowCount() == 1);
    }

    /** Removes up to {@code most} that have expired. */
    public Future<Integer> removeExpired(int most) {
        return Rows.removeBefore(pool, "oauth_requests", "handle_hash", "expires_at", clock.instant(), most);
    }

    /** @throws OAuthException if the request is too long; parameters that nobody reads are left out */
    private Future<Stored> add(String client, Map<String, List<String>> request, Duration life) {
        Map<String, List<String>> known = new HashMap<>(request);
        known.keySet().retainAll(CheckedRequest.PARAMETERS);
        String parameters = URLUtils.serializeParameters(known);
        if (parameters.length() > MAX_CHARACTERS) {
            throw OAuthException.invalidRequest(
                    "a request of %d characters (expected: <= %d)".formatted(parameters.length(), MAX_CHARACTERS));
        }
        SecretToken handle = SecretToken.create(random);
        Instant now = clock.instant();
        return pool.preparedQuery("""
                        INSERT INTO oauth_requests (handle_hash, client_id, parameters, created_at, expires_at)
                          VALUES ($1, $2, $3, $4, $5)""")
                .execute(Tuple.of(handle.hash(), client, parameters, Rows.time(now), Rows.time(now.plus(life))))
                .map(new Stored(PREFIX + handle.value(), parameters, now));
    }

    private static Buffer hash(String uri) {
        return SecretToken.hash(uri.substring(Math.min(uri.length(), PREFIX.length())));
    }
}
