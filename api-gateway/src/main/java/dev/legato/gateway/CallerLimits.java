package dev.legato.gateway;

import dev.legato.gateway.RateLimiter.Limit;
import dev.legato.runtime.auth.Caller;
import java.util.List;
import java.util.Optional;

/**
 * Whose share a request counts towards: an account's own; a stranger's network's; a guest's both, since anyone can be any
 * number of guests.
 *
 * @param perAccount what one account or guest may send in a window
 * @param perNetwork what the strangers and guests of one network may send together
 */
record CallerLimits(int perAccount, int perNetwork) {
    /** @param caller empty for a stranger */
    List<Limit> of(Optional<Caller> caller, String network) {
        Limit ofNetwork = new Limit("network " + network, perNetwork);
        return caller.map(known -> {
                    Limit own = new Limit("account " + known.account(), perAccount);
                    return known.guest() ? List.of(own, ofNetwork) : List.of(own);
                })
                .orElse(List.of(ofNetwork));
    }
}
