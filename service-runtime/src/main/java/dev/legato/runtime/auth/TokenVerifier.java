package dev.legato.runtime.auth;

import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens (JWT, ES256) with the issuer's key set, kept in memory: once it is here, the issuer may be
 * down. An unknown key id fetches the set again, at most once in {@value #REFETCH_SECONDS} seconds, or in
 * {@value #FIRST_FETCH_SECONDS} while there is none.
 */
public final class TokenVerifier {
    private static final int REFETCH_SECONDS = 10;
    private static final int FIRST_FETCH_SECONDS = 1;

    /** A fetch that never ended would be the last. */
    private static final int FETCH_SECONDS = 10;

    private static final String BEARER = "Bearer ";

    private final Vertx vertx;
    private final TokenSettings settings;
    private final Clock clock;
    private final Supplier<Future<JsonObject>> source;
    private volatile KeySet keys = new KeySet(null, Set.of(), Instant.EPOCH);
    private Future<KeySet> fetching = Future.succeededFuture(keys);

    private record KeySet(@Nullable JWTAuth auth, Set<String> ids, Instant asked) {}

    public TokenVerifier(Vertx vertx, TokenSettings settings, Clock clock) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.source = this::fetch;
    }

    private TokenVerifier(Vertx vertx, TokenSettings settings, Clock clock, JsonObject keySet) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.source = () -> Future.succeededFuture(keySet);
    }

    /**
     * A verifier that never fetches: the issuer's own.
     *
     * @param keySet a JWK set, RFC 7517 §5, of public keys
     */
    public static TokenVerifier ofKeySet(Vertx vertx, TokenSettings settings, Clock clock, JsonObject keySet) {
        return new TokenVerifier(vertx, settings, clock, keySet);
    }

    /**
     * Who a request's {@code Authorization} header speaks for.
     *
     * @return fails with a 401 {@link Problem}, or 503 if the signing keys could not be fetched
     */
    public Future<Caller> verify(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Future.failedFuture(Problem.unauthorized("Send an access token: 'Authorization: Bearer …'."));
        }
        String compact = authorization.substring(BEARER.length()).strip();
        AccessToken token;
        Caller caller;
        try {
            token = AccessToken.parse(compact);
            // Before the signature, since Vert.x takes the claims' types for granted; it counts only after it.
            caller = token.caller(settings.issuer(), clock.instant());
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(notOurs(e));
        }
        return keysWith(token.keyId()).compose(set -> signed(set, compact)).map(caller);
    }

    private static Future<User> signed(KeySet set, String compact) {
        JWTAuth auth = set.auth();
        return auth == null
                ? Future.failedFuture(Problem.unavailable("The signing keys could not be fetched; try again soon."))
                : Future.succeededFuture()
                        .compose(_ -> auth.authenticate(new TokenCredentials(compact)))
                        .recover(_ -> Future.failedFuture(Problem.unauthorized(
                                "The access token is expired or not signed by us; get a new one.")));
    }

    private static ProblemException notOurs(IllegalArgumentException reason) {
        return Problem.unauthorized("The access token is not a good one of ours: %s".formatted(reason.getMessage()));
    }

    /** Succeeds if there is a key set to verify tokens with, fetching it if there was none yet. */
    public Future<Void> check() {
        if (keys.auth() != null) {
            return Future.succeededFuture();
        }
        return here(refreshed())
                .compose(set -> set.auth() == null
                        ? Future.failedFuture("the key set of tokens.jwks was never fetched")
                        : Future.succeededFuture());
    }

    private Future<KeySet> keysWith(String keyId) {
        KeySet current = keys;
        return current.ids().contains(keyId) ? Future.succeededFuture(current) : here(refreshed());
    }

    /** The newest key set there is; it is fetched anew unless that was done just now or is under way. */
    private synchronized Future<KeySet> refreshed() {
        KeySet current = keys;
        Instant now = clock.instant();
        Duration hold = Duration.ofSeconds(current.auth() == null ? FIRST_FETCH_SECONDS : REFETCH_SECONDS);
        if (fetching.isComplete() && Duration.between(current.asked(), now).compareTo(hold) >= 0) {
            keys = new KeySet(current.auth(), current.ids(), now);
            fetching = source.get()
                    .timeout(FETCH_SECONDS, TimeUnit.SECONDS)
                    .map(set -> use(set, now))
                    .recover(_ -> Future.succeededFuture(keys));
        }
        return fetching;
    }

    /** The same result, on the caller's own context. */
    private <T> Future<T> here(Future<T> elsewhere) {
        Promise<T> promise = Promise.promise();
        Context context = vertx.getOrCreateContext();
        var _ = elsewhere.onComplete(result -> context.runOnContext(_ -> promise.handle(result)));
        return promise.future();
    }

    private KeySet use(JsonObject set, Instant now) {
        JWTAuthOptions options = new JWTAuthOptions()
                .setJWTOptions(new JWTOptions().setIssuer(settings.issuer()).setLeeway(5));
        JsonArray members = set.getJsonArray("keys", new JsonArray());
        Set<String> ids = new java.util.HashSet<>();
        for (int i = 0; i < members.size(); i++) {
            JsonObject key = members.getJsonObject(i);
            if ("ES256".equals(key.getString("alg"))) {
                options.addJwk(key);
                ids.add(key.getString("kid"));
            }
        }
        keys = new KeySet(JWTAuth.create(vertx, options), Set.copyOf(ids), now);
        return keys;
    }

    private Future<JsonObject> fetch() {
        if (settings.jwks().getScheme().equals("file")) {
            return vertx.fileSystem()
                    .readFile(Path.of(settings.jwks()).toString())
                    .map(text -> new JsonObject(text));
        }
        // Made for each fetch, so that it has the certificates as they are now.
        var client = vertx.createHttpClient(settings.tls().apply(new HttpClientOptions()));
        return client.request(new RequestOptions()
                        .setMethod(HttpMethod.GET)
                        .setAbsoluteURI(settings.jwks().toString())
                        .setTimeout(3_000))
                .compose(request -> request.send())
                .compose(response -> response.statusCode() == 200
                        ? response.body()
                        : Future.failedFuture("key set: status " + response.statusCode()))
                .map(text -> new JsonObject(text))
                .timeout(5, TimeUnit.SECONDS)
                .eventually(client::close);
    }
}
