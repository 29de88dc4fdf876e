package dev.legato.account.signin;

import dev.legato.account.person.Account;
import dev.legato.account.signin.LoginThrottle.Origin;
import dev.legato.runtime.auth.Caller;
import dev.legato.runtime.auth.TokenVerifier;
import dev.legato.runtime.http.Request;
import dev.legato.runtime.net.AddressBlock;
import dev.legato.runtime.net.TrustedProxies;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out where a request comes from, and whether its account has been there before. Use it on virtual threads. */
public final class LoginOrigins {
    private final TrustedProxies proxies;
    private final TokenVerifier tokens;
    private final KnownNetworkStore networks;

    public LoginOrigins(TrustedProxies proxies, TokenVerifier tokens, KnownNetworkStore networks) {
        this.proxies = proxies;
        this.tokens = tokens;
        this.networks = networks;
    }

    /** The network a request comes from, an IPv4 address or an IPv6 /64; empty if the trusted proxy does not name it. */
    public Optional<String> network(Request request) {
        return request.remoteAddress(proxies)
                .flatMap(AddressBlock::ofSubscriber)
                .map(AddressBlock::toString);
    }

    /**
     * Where a log-in comes from. A token that is no longer valid, or another account's, says nothing.
     *
     * @param account the one it names, or null if there is none
     */
    public Origin of(Request request, @Nullable Account account) {
        Optional<String> session = request.header("Authorization")
                .flatMap(this::caller)
                .filter(caller -> account != null && caller.account().equals(account.id()))
                .flatMap(caller -> Optional.ofNullable(caller.session()));
        if (session.isPresent()) {
            return new Origin.Device(session.get());
        }
        Optional<String> network = network(request);
        return network.isPresent()
                        && networks.isKnown(account == null ? "" : account.id(), network.get())
                                .await()
                ? new Origin.KnownNetwork(network.get())
                : new Origin.Elsewhere(network);
    }

    /** Remembers that an account was used from where a request comes from. */
    public void remember(Account account, Request request) {
        network(request)
                .ifPresent(network -> networks.remember(account, network).await());
    }

    private Optional<Caller> caller(String authorization) {
        return tokens.verify(authorization)
                .map(Optional::of)
                .otherwise(Optional.empty())
                .await();
    }
}
