package dev.legato.runtime.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.legato.runtime.problem.Problem;
import dev.legato.runtime.problem.ProblemException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Verifies access tokens (RFC 9068) without asking anyone: with the issuer's keys and the list of what was revoked, both in
 * memory. Once they are here, the issuer may be down.
 *
 * <p>A token that was verified is remembered until it expires, so that its next request costs a look into a map. The key set
 * is fetched again when the issuer says that it has changed, or when a token names a key that is not known, then at most
 * once in {@value #REFETCH_SECONDS} seconds.
 */
public final class TokenVerifier {
    private static final int REFETCH_SECONDS = 10;
    private static final int FIRST_FETCH_SECONDS = 1;

    /** A fetch that never ended would be the last. */
    private static final int FETCH_SECONDS = 10;

    /** Some 20 MB, at about 1 kB each and what is read from it. */
    private static final int MAX_REMEMBERED = 10_000;

    private final Vertx vertx;
    private final TokenSettings settings;
    private final Clock clock;
    private final Issuer issuer;
    private final DpopProofs proofs;
    private final RevocationList revoked = new RevocationList(RevocationList.MAX_ENTRIES);
    private final RevocationFeed feed;
    private final Cache<String, Caller> verified;
    private volatile Fetched fetched = new Fetched(null, Instant.EPOCH);
    private Future<Fetched> fetching = Future.succeededFuture(fetched);

    /** The newest key set, null before the first, and when one was asked for last. */
    private record Fetched(@Nullable KeySet keys, Instant asked) {
        boolean has(String keyId) {
            return keys != null && keys.ids().contains(keyId);
        }
    }

    /** A verifier that fetches what the settings name; it must be {@linkplain #close closed}. */
    public TokenVerifier(Vertx vertx, TokenSettings settings, Clock clock) {
        this(vertx, settings, clock, new IssuerClient(vertx, settings));
    }

    private TokenVerifier(Vertx vertx, TokenSettings settings, Clock clock, Issuer issuer) {
        this.vertx = vertx;
        this.settings = settings;
        this.clock = clock;
        this.issuer = issuer;
        this.proofs = new DpopProofs(settings.issuer(), clock);
        this.verified = Caffeine.newBuilder()
                .maximumSize(MAX_REMEMBERED)
                .expireAfter(Expiry.creating((String _, Caller caller) ->
                        Duration.between(clock.instant(), caller.token().expires())))
                .build();
        this.feed = new RevocationFeed(vertx, issuer, revoked, this::useKeyIds, clock, ThreadLocalRandom.current());
    }

    /** The issuer's own verifier. */
    public static TokenVerifier of(Vertx vertx, TokenSettings settings, Clock clock, Issuer issuer) {
        return new TokenVerifier(vertx, settings, clock, issuer);
    }

    /**
     * Who sends a request, by its {@code Authorization} header and, if the token is bound to a key, its {@code DPoP} header.
     *
     * @return fails with a 401 {@link Problem}, or 503 if keys or revocations could not be fetched yet
     */
    public Future<Caller> verify(HttpServerRequest request) {
        Credentials credentials = Credentials.of(request);
        if (credentials == null) {
            return Future.failedFuture(noToken());
        }
        return verify(credentials).compose(caller -> proven(caller, credentials, request));
    }

    /** Who a bearer token speaks for, by the value of an {@code Authorization} header; fails as {@link #verify} does. */
    public Future<Caller> verify(@Nullable String authorization) {
        Credentials credentials = Credentials.parse(authorization);
        return credentials == null || credentials.proof() ? Future.failedFuture(noToken()) : verify(credentials);
    }

    /**
     * Who a token speaks for, whether or not it is bound to a key. It asks for no proof, so that it must never let anybody in:
     * it is for introspection and revocation. Fails as {@link #verify} does.
     */
    public Future<Caller> inspect(String token) {
        return valid(new Credentials(false, token));
    }

    /** Succeeds if there are keys to verify tokens with and the list of what was revoked, fetching them if there are none yet. */
    public Future<Void> check() {
        return keysFetched().compose(_ -> revocationsFetched());
    }

    /** Stops polling and disconnects. */
    public Future<Void> close() {
        feed.close();
        return issuer.close();
    }

    private Future<Caller> verify(Credentials credentials) {
        return valid(credentials).map(caller -> presented(caller, credentials));
    }

    private Future<Caller> valid(Credentials credentials) {
        Caller known = verified.getIfPresent(credentials.token());
        if (known != null) {
            try {
                return Future.succeededFuture(admitted(known, credentials));
            } catch (ProblemException e) {
                verified.invalidate(credentials.token());
                return Future.failedFuture(e);
            }
        }
        AccessToken token;
        Caller caller;
        try {
            token = AccessToken.parse(credentials.token());
            // Before the signature, which costs more; it counts only after it.
            caller = token.caller(settings, clock.instant());
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(refused(credentials, String.valueOf(e.getMessage())));
        }
        return revocationsFetched().compose(_ -> keysWith(token.keyId())).map(set -> {
            KeySet keys = set.keys();
            if (keys == null) {
                throw noKeys();
            }
            VerifyingKey key = keys.find(token.keyId());
            if (key == null || !token.jws().isSignedBy(key)) {
                throw refused(credentials, "not signed by us; get a new one");
            }
            Caller admitted = admitted(caller, credentials);
            verified.put(credentials.token(), admitted);
            return admitted;
        });
    }

    /** Whoever the token speaks for, if it is still valid. */
    private Caller admitted(Caller caller, Credentials credentials) {
        if (!AccessToken.isCurrent(caller.token(), clock.instant())) {
            throw refused(credentials, "exp: expired; get a new one");
        }
        if (revoked.isRevoked(caller)) {
            throw refused(credentials, "revoked; sign in again");
        }
        return caller;
    }

    /** The same caller, if the token is presented as it must be. */
    private static Caller presented(Caller caller, Credentials credentials) {
        if (credentials.proof() != (caller.token().keyThumbprint() != null)) {
            throw refused(
                    credentials,
                    credentials.proof() ? "cnf: it is a bearer token" : "cnf: it needs a proof of its key (DPoP)");
        }
        return caller;
    }

    private Future<Caller> proven(Caller caller, Credentials credentials, HttpServerRequest request) {
        if (!credentials.proof()) {
            return Future.succeededFuture(caller);
        }
        List<String> given = request.headers().getAll("DPoP");
        try {
            if (given.size() != 1) {
                throw new IllegalArgumentException("%d of them (expected: 1)".formatted(given.size()));
            }
            String thumbprint =
                    proofs.check(given.getFirst(), request.method().name(), request.path(), credentials.token());
            if (!thumbprint.equals(caller.token().keyThumbprint())) {
                throw new IllegalArgumentException("jwk: not the key of the token");
            }
            return Future.succeededFuture(caller);
        } catch (IllegalArgumentException e) {
            return Future.failedFuture(Problem.unauthorized("The DPoP proof is not good: " + e.getMessage())
                    .withChallenge(Challenge.invalidProof()));
        }
    }

    private Future<Void> revocationsFetched() {
        if (feed.isLoaded()) {
            return Future.succeededFuture();
        }
        return here(feed.poll())
                .compose(_ -> feed.isLoaded()
                        ? Future.succeededFuture()
                        : Future.failedFuture(
                                Problem.unavailable("What was revoked could not be fetched yet; try again soon.")));
    }

    private Future<Void> keysFetched() {
        if (fetched.keys() != null) {
            return Future.succeededFuture();
        }
        return here(refreshed())
                .compose(set -> set.keys() == null
                        ? Future.failedFuture("the key set of tokens.jwks was never fetched")
                        : Future.succeededFuture());
    }

    private Future<Fetched> keysWith(String keyId) {
        Fetched current = fetched;
        return current.has(keyId)
                ? Future.succeededFuture(current)
                // A fetch that was under way may have begun before the key was published.
                : here(refreshed()).compose(set -> set.has(keyId) ? Future.succeededFuture(set) : here(refreshed()));
    }

    /** The newest key set there is; it is fetched anew unless that was done just now or is under way. */
    private synchronized Future<Fetched> refreshed() {
        Fetched current = fetched;
        Instant now = clock.instant();
        Duration hold = Duration.ofSeconds(current.keys() == null ? FIRST_FETCH_SECONDS : REFETCH_SECONDS);
        if (fetching.isComplete() && Duration.between(current.asked(), now).compareTo(hold) >= 0) {
            fetched = new Fetched(current.keys(), now);
            fetching = issuer.keySet()
                    .timeout(FETCH_SECONDS, TimeUnit.SECONDS)
                    // The first key loads the signatures' provider, which takes longer than an event loop may.
                    .compose(set -> vertx.executeBlocking(() -> KeySet.parse(set)))
                    .map(set -> use(set, now))
                    .recover(_ -> Future.succeededFuture(fetched));
        }
        return fetching;
    }

    /** The issuer's keys have these ids now: new ones are fetched before they sign, tokens of old ones are forgotten. */
    private void useKeyIds(Set<String> ids) {
        KeySet known = fetched.keys();
        if (known != null && !ids.isEmpty() && !known.ids().equals(ids)) {
            var _ = refreshed();
        }
    }

    private synchronized Fetched use(KeySet keys, Instant now) {
        KeySet before = fetched.keys();
        fetched = new Fetched(keys, now);
        if (before != null && !keys.ids().containsAll(before.ids())) {
            verified.invalidateAll();
        }
        return fetched;
    }

    /** The same result, on the caller's own context. */
    private <T> Future<T> here(Future<T> elsewhere) {
        Promise<T> promise = Promise.promise();
        Context context = vertx.getOrCreateContext();
        var _ = elsewhere.onComplete(result -> context.runOnContext(_ -> promise.handle(result)));
        return promise.future();
    }

    private static ProblemException noToken() {
        return Problem.unauthorized("Send an access token: 'Authorization: Bearer …'.")
                .withChallenge(Challenge.TOKEN_NEEDED);
    }

    private static ProblemException noKeys() {
        return Problem.unavailable("The signing keys could not be fetched; try again soon.");
    }

    private static ProblemException refused(Credentials credentials, String reason) {
        return Problem.unauthorized("The access token is not a good one of ours: " + reason)
                .withChallenge(Challenge.invalidToken(credentials.proof()));
    }
}
