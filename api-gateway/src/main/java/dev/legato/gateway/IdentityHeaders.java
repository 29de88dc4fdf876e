package dev.legato.gateway;

import dev.legato.runtime.identity.ProxyIdentity;
import io.vertx.core.MultiMap;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Passes on who a proxy in front says is asking. The proxy's headers go to no service: from a listed proxy they become one that
 * the gateway signs for account-api, from anyone else they are dropped.
 */
final class IdentityHeaders {
    private static final Logger LOG = LoggerFactory.getLogger(IdentityHeaders.class);

    /** The pages of account-api that offer a sign-in by the proxy, and the one that does it. */
    private static final Set<String> PATHS =
            Set.of("/account/signin", "/account/sso", "/account/security", "/account/sso/proxy");

    /** Of all groups together in UTF-8, with what JSON puts around them. Signed they are a third longer. */
    private static final int MAX_GROUP_BYTES = 2_700;

    private static final int AROUND_GROUP = 3;

    private final AtomicBoolean saidTooMany = new AtomicBoolean();
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
     * @param path of the request
     * @param received as they came
     */
    void pass(String peer, String path, MultiMap received, MultiMap sent) {
        sent.remove(ProxyIdentity.HEADER)
                .remove(settings.user())
                .remove(settings.email())
                .remove(settings.name())
                .remove(settings.groups());
        if (!PATHS.contains(path) || !settings.proxies().contains(peer)) {
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

    /** The first groups, as many as account-api takes in a header: it refuses requests with heads of more than 8 KiB. */
    private List<String> groups(MultiMap received) {
        List<String> all = only(received, settings.groups()).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .filter(group -> !group.isEmpty())
                .toList();
        List<String> kept = new ArrayList<>();
        int bytes = 0;
        for (String group : all) {
            bytes += group.getBytes(StandardCharsets.UTF_8).length + AROUND_GROUP;
            if (bytes > MAX_GROUP_BYTES) {
                sayTooMany(all.size(), kept.size());
                break;
            }
            kept.add(group);
        }
        return kept;
    }

    private void sayTooMany(int all, int kept) {
        if (!saidTooMany.getAndSet(true)) {
            LOG.warn(
                    "{}: of {} groups of a person only the first {} are sent on (expected: {} bytes at most);"
                            + " let the proxy name only those that have a role here",
                    settings.groups(),
                    all,
                    kept,
                    MAX_GROUP_BYTES);
        }
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
