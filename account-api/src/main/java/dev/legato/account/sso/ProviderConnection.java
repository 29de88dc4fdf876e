package dev.legato.account.sso;

import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import dev.legato.account.sso.SsoException.Reason;
import dev.legato.runtime.circuit.Circuit;
import io.vertx.core.Future;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The way to one provider. What it publishes is fetched when it is first needed, once for all who need it at the same time, and
 * again after {@link #FRESH}; while it cannot be, the last stays good for {@link #STALE}. After three failures in a row nobody
 * waits for it for half a minute.
 */
final class ProviderConnection {
    static final Duration FRESH = Duration.ofHours(1);
    static final Duration STALE = Duration.ofHours(24);

    /** No sooner is the key set fetched again for a key that is not in it. */
    static final Duration PAUSE = Duration.ofMinutes(1);

    private static final int MAX_FAILURES = 3;
    private static final Duration REST = Duration.ofSeconds(30);

    private final Provider provider;
    private final ProviderHttp http;
    private final Clock clock;
    private final Circuit circuit = new Circuit(MAX_FAILURES, REST, System::nanoTime);
    private @Nullable Discovered last;
    private @Nullable Future<Discovered> underWay;

    ProviderConnection(Provider provider, ProviderHttp http, Clock clock) {
        this.provider = provider;
        this.http = http;
        this.clock = clock;
    }

    /** Whether the provider has not answered lately. */
    boolean isDown() {
        return circuit.isOpen();
    }

    /** What the provider publishes; fails as {@link Reason#DOWN} if it does not answer. */
    Future<Discovered> discovered() {
        Optional<Discovered> known = last(FRESH);
        return known.map(Future::succeededFuture).orElseGet(() -> fetched()
                .recover(failure ->
                        last(STALE).map(Future::succeededFuture).orElseGet(() -> Future.failedFuture(failure))));
    }

    /** The same with a key of this id among its keys, if the provider has one by now. */
    Future<Discovered> withKey(@Nullable String keyId) {
        return discovered().compose(known -> {
            boolean has = keyId == null || known.keys().getKeyByKeyId(keyId) != null;
            boolean recent = known.fetchedAt().plus(PAUSE).isAfter(clock.instant());
            return has || recent ? Future.succeededFuture(known) : fetched();
        });
    }

    /** Asks the provider. */
    Future<HTTPResponse> send(HTTPRequest request) {
        if (!circuit.allows()) {
            return Future.failedFuture(new SsoException(Reason.DOWN, provider.id() + " did not answer lately"));
        }
        return http.send(request).transform(answer -> {
            if (answer.succeeded() && answer.result().getStatusCode() < 500) {
                var _ = circuit.succeeded();
                return Future.succeededFuture(answer.result());
            }
            var _ = circuit.failed();
            String fault = answer.succeeded()
                    ? "status " + answer.result().getStatusCode()
                    : answer.cause().toString();
            return Future.failedFuture(new SsoException(Reason.DOWN, "%s: %s".formatted(provider.id(), fault)));
        });
    }

    private synchronized Optional<Discovered> last(Duration age) {
        return Optional.ofNullable(last)
                .filter(known -> known.fetchedAt().plus(age).isAfter(clock.instant()));
    }

    private synchronized Future<Discovered> fetched() {
        Future<Discovered> running = underWay;
        if (running != null && !running.isComplete()) {
            return running;
        }
        Future<Discovered> begun = fetch();
        underWay = begun;
        return begun;
    }

    private Future<Discovered> fetch() {
        Instant now = clock.instant();
        String base = provider.issuer().toString();
        URI document = URI.create((base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + "/.well-known/openid-configuration");
        return get(document)
                .map(text -> Discovered.parse(text, provider.issuer()))
                .compose(metadata -> keys(metadata).map(keys -> Discovered.of(metadata, keys, now)))
                .map(this::keep);
    }

    private Future<String> keys(OIDCProviderMetadata metadata) {
        return metadata.getJWKSetURI() == null
                ? Future.failedFuture(new SsoException(Reason.FAILED, "discovery: jwks_uri is missing"))
                : get(metadata.getJWKSetURI());
    }

    private synchronized Discovered keep(Discovered fetched) {
        last = fetched;
        return fetched;
    }

    private Future<String> get(URI uri) {
        return send(new HTTPRequest(HTTPRequest.Method.GET, uri))
                .compose(answer -> answer.getStatusCode() == 200 && answer.getBody() != null
                        ? Future.succeededFuture(answer.getBody())
                        : Future.failedFuture(new SsoException(
                                Reason.DOWN, "%s answered %d".formatted(uri.getPath(), answer.getStatusCode()))));
    }
}
