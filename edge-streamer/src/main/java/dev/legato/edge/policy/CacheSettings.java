package dev.legato.edge.policy;

import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an operator decides about caching.
 *
 * @param honourRequestDirectives whether {@code Cache-Control} and {@code Pragma} of a request may force a fetch, forbid
 *     storing or accept stale responses. RFC 9111 §5.2.1 leaves it to the cache. A public edge answers strangers, who
 *     could make the origin work on each request, so the default is false; {@code only-if-cached}, which spares the
 *     origin, is honoured always
 * @param maxHeuristic the longest lifetime that is derived from {@code Last-Modified} (§4.2.2)
 * @param negativeLifetime for how long an error that is cacheable by default (404, 410, …) is fresh if the origin does
 *     not say
 * @param maxStaleDisconnected for how long after its expiry a response may be served while the origin cannot be reached
 *     (§4.2.4), if the origin did not say it by {@code stale-if-error}
 * @param droppedFields names of response fields that are neither stored nor sent; one that ends in {@code *} is a prefix
 */
public record CacheSettings(
        boolean honourRequestDirectives,
        Duration maxHeuristic,
        Duration negativeLifetime,
        Duration maxStaleDisconnected,
        Set<String> droppedFields) {
    /** The settings of a public edge. */
    public static final CacheSettings DEFAULT =
            new CacheSettings(false, Duration.ofDays(1), Duration.ofSeconds(10), Duration.ofDays(1), Set.of());

    public CacheSettings {
        droppedFields = droppedFields.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the operator drops the field with this name, in lower case. */
    boolean isDropped(String name) {
        if (droppedFields.contains(name)) {
            return true;
        }
        for (String pattern : droppedFields) {
            if (pattern.endsWith("*") && name.startsWith(pattern.substring(0, pattern.length() - 1))) {
                return true;
            }
        }
        return false;
    }
}
