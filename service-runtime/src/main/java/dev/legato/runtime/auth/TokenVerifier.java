package dev.legato.runtime.auth;

import dev.legato.runtime.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.auth.JWTOptions;
import io.vertx.ext.auth.User;
import io.vertx.ext.auth.authentication.TokenCredentials;
import io.vertx.ext.auth.jwt.JWTAuth;
import io.vertx.ext.auth.jwt.JWTAuthOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens (JWT, ES256) with the issuer's key set, kept in memory: once it is here, the issuer may be
 * down. An unknown key id fetches the set again, at most once in {@value #REFETCH_SECONDS} seconds.
 */
public final class TokenVerifier {
    private static final int REFETCH_SECONDS = 10;
    private static final int MOST_TOKEN_CHARACTERS = 4_096;
    private static final String BEARER = "Bearer ";

    private final Vertx vertx;
    private final TokenSettings settings;
    private final Clock clock;
    private final Supplier<Future<JsonObject>> source;
    private volatile KeySet keys = new KeySet(null, Set.of(), Instant.EPOCH);

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
     * @return fails with a 401 {@link Problem}, or 503 if the key set was never to be had
     */
    public Future<Caller> verify(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return Future.failedFuture(Problem.unauthorized("Send an access token: 'Authorization: Bearer …'."));
        }
        String token = authorization.substring(BEARER.length()).strip();
        String keyId = keyId(token);
        if (keyId == null) {
            return Future.failedFuture(Problem.unauthorized("The access token is not a JWT signed with ES256."));
        }
        return keysWith(keyId)
                .compose(set -> set.auth() == null
                        ? Future.failedFuture(
                                Problem.unavailable("The key set to verify tokens with is not to be had."))
                        : set.auth()
                                .authenticate(new TokenCredentials(token))
                                .recover(failure -> Future.failedFuture(Problem.unauthorized(
                                        "The access token is expired or not ours; get a new one."))))
                .map(TokenVerifier::caller);
    }

    private Future<KeySet> keysWith(String keyId) {
        KeySet current = keys;
        Instant now = clock.instant();
        boolean known = current.ids().contains(keyId);
        boolean askedJustNow =
                current.auth() != null && Duration.between(current.asked(), now).toSeconds() < REFETCH_SECONDS;
        if (known || askedJustNow) {
            return Future.succeededFuture(current);
        }
        keys = new KeySet(current.auth(), current.ids(), now);
        return source.get().map(set -> use(set, now)).recover(_ -> Future.succeededFuture(keys));
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
        var client = vertx.createHttpClient();
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

    private static Caller caller(User user) {
        JsonObject claims =
                user.principal().copy().mergeIn(user.attributes().getJsonObject("accessToken", new JsonObject()));
        if (!claims.containsKey("exp") || !claims.containsKey("sub")) {
            throw Problem.unauthorized("The access token has no expiry or no subject.");
        }
        return new Caller(
                claims.getString("sub"),
                claims.getBoolean("guest", false),
                Set.of(claims.getString("scope", "").split(" ")),
                claims.getString("sid"));
    }

    /** The key id in a token's header, or null if it is not a JWT for ES256. */
    private static @Nullable String keyId(String token) {
        int dot = token.indexOf('.');
        if (dot < 0 || token.length() > MOST_TOKEN_CHARACTERS) {
            return null;
        }
        try {
            byte[] header = Base64.getUrlDecoder().decode(token.substring(0, dot));
            JsonObject json = new JsonObject(new String(header, StandardCharsets.UTF_8));
            return "ES256".equals(json.getString("alg")) ? json.getString("kid") : null;
        } catch (IllegalArgumentException | DecodeException | ClassCastException _) {
            return null;
        }
    }
}
