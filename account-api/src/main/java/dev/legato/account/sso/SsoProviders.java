package dev.legato.account.sso;

import dev.legato.account.signin.Elsewhere;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.identity.ProxyIdentity;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The providers of the settings with the ways to them, and the proxy in front if it may say who is asking. */
public final class SsoProviders {
    private final Map<String, Way> ways = new LinkedHashMap<>();
    private final Optional<ProxySignIn> proxy;
    private final ProviderHttp http;
    private final Clock clock;

    /** A provider and the way to it. */
    record Way(Provider provider, ProviderConnection connection) {}

    public SsoProviders(Vertx vertx, SsoSettings settings, Clock clock) {
        this.http = new ProviderHttp(vertx, settings.ca());
        this.proxy = settings.proxy();
        this.clock = clock;
        settings.providers()
                .forEach(provider ->
                        ways.put(provider.id(), new Way(provider, new ProviderConnection(provider, http, clock))));
    }

    /** The ways to sign in elsewhere that a browser is offered. */
    public List<Elsewhere> offered(Request request) {
        List<Elsewhere> offered = new ArrayList<>();
        proxy.filter(_ -> identity(request).isPresent())
                .ifPresent(by -> offered.add(new Elsewhere("/account/sso/" + ProxySignIn.ID, by.name(), false)));
        ways.values()
                .forEach(way -> offered.add(new Elsewhere(
                        "/account/sso/" + way.provider().id(),
                        way.provider().name(),
                        way.connection().isDown())));
        return offered;
    }

    /** Whether anybody may sign in elsewhere. */
    public boolean any() {
        return !ways.isEmpty() || proxy.isPresent();
    }

    Optional<Way> find(String id) {
        return Optional.ofNullable(ways.get(id));
    }

    Optional<ProxySignIn> proxy() {
        return proxy;
    }

    /** Who is asking, as the proxy in front says and the gateway has signed. */
    Optional<ProxyIdentity> identity(Request request) {
        return proxy.flatMap(by -> request.header(ProxyIdentity.HEADER)
                .flatMap(value -> ProxyIdentity.verify(value, by.secret(), clock.instant())));
    }

    /** What people call an issuer. */
    String name(String issuer) {
        if (issuer.equals(ProxySignIn.ISSUER)) {
            return proxy.map(ProxySignIn::name).orElse(issuer);
        }
        return ways.values().stream()
                .map(Way::provider)
                .filter(provider -> provider.issuer().toString().equals(issuer))
                .map(Provider::name)
                .findFirst()
                .orElse(issuer);
    }

    /** Closes the connections. */
    public Future<Void> close() {
        return http.close();
    }
}
