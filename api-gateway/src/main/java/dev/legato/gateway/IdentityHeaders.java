package dev.legato.gateway;

import dev.legato.contracts.LegatoService;
import dev.legato.runtime.identity.ProxyIdentity;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Passes on who a proxy in front says is asking. The proxy's headers go to no service: from a listed proxy they become one that
 * the gateway signs for account-api, from anyone else they are dropped.
 */
final class IdentityHeaders {
    private static final int MAX_GROUPS = 200;

    private final IdentitySettings settings;
    private final Clock clock;

    IdentityHeaders(IdentitySettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Takes the headers out of those that are sent on, and adds the signed one where it is due.
     *
     * @param peer the address at the other end of the connection
     * @param received as they came
     */
    void pass(String peer, LegatoService upstream, MultiMap received, MultiMap sent) {
        sent.remove(ProxyIdentity.HEADER)
                .remove(settings.user())
                .remove(settings.email())
                .remove(settings.name())
                .remove(settings.groups());
        if (upstream != LegatoService.ACCOUNT || !settings.proxies().contains(peer)) {
            return;
        }
        settings.secret().ifPresent(secret -> identity(received)
                .ifPresent(identity -> sent.set(ProxyIdentity.HEADER, identity.signed(secret, clock.instant()))));
    }

    private Optional<ProxyIdentity> identity(MultiMap received) {
        return only(received, settings.user())
                .map(user -> new ProxyIdentity(
                        user,
                        only(received, settings.email()).orElse(""),
                        only(received, settings.name()).orElse(""),
                        groups(received)));
    }

    private List<String> groups(MultiMap received) {
        return only(received, settings.groups()).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .filter(group -> !group.isEmpty())
                .limit(MAX_GROUPS)
                .toList();
    }

    /** The one value; of two, one may be the client's that the proxy let through. */
    private static Optional<String> only(MultiMap received, String name) {
        List<String> values = received.getAll(name);
        return values.size() == 1 && !values.getFirst().isBlank()
                // Proxies write UTF-8, which the codec reads octet by octet.
                ? Optional.of(new String(
                        values.getFirst().strip().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                : Optional.empty();
    }
}
