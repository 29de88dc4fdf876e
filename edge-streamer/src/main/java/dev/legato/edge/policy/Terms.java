package dev.legato.edge.policy;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.http.HttpDate;

/**
 * The terms on which a stored response may be reused, computed once so that a fresh hit compares two times.
 *
 * <p>The current age (RFC 9111 §4.2.3) grows with the clock alone, so the age at receipt is kept as the time at which it
 * would have been 0:
 *
 * <pre>
 *   born ───────── received ─────────────── freshUntil ──────────── staleUntil
 *     age at receipt      fresh                   stale-while-revalidate
 * </pre>
 *
 * @param born when the response's age was 0, in milliseconds since 1970
 * @param lifetime the freshness lifetime in milliseconds
 * @param alwaysValidates whether each use needs a successful validation ({@code no-cache})
 * @param forbidsStale whether it may never be served stale
 * @param immutable whether a reload need not validate it while it is fresh (RFC 8246)
 * @param staleWhileRevalidate milliseconds after the expiry; 0 if the origin did not permit it
 * @param staleIfError milliseconds after the expiry; {@link DeltaSeconds#NONE} if the origin did not say it
 */
record Terms(
        long born,
        long lifetime,
        boolean alwaysValidates,
        boolean forbidsStale,
        boolean immutable,
        long staleWhileRevalidate,
        long staleIfError) {
    /**
     * Computes the terms.
     *
     * @param response with the Age that came with it
     */
    static Terms of(
            CacheResponse response,
            ResponseDirectives directives,
            long requestTime,
            long responseTime,
            CacheSettings settings) {
        FieldList fields = response.fields();
        return new Terms(
                responseTime - initialAge(fields, requestTime, responseTime),
                lifetime(response, directives, responseTime, settings),
                directives.noCache(),
                directives.forbidsStale(),
                directives.immutable(),
                Math.max(0, directives.staleWhileRevalidate()) * 1000,
                directives.staleIfError() == DeltaSeconds.NONE ? DeltaSeconds.NONE : directives.staleIfError() * 1000);
    }

    long age(long now) {
        return Math.max(0, now - born);
    }

    /** The time until which the response is fresh, exclusively. */
    long freshUntil() {
        return born + lifetime;
    }

    /** Returns terms by which the response is stale at {@code now}; how long it may be used stale stays the same. */
    Terms expired(long now) {
        return new Terms(
                born,
                Math.min(lifetime, age(now)),
                alwaysValidates,
                forbidsStale,
                immutable,
                staleWhileRevalidate,
                staleIfError);
    }

    /** Whether the origin states for how long the response is fresh. */
    static boolean isExplicit(FieldList fields, ResponseDirectives directives) {
        return directives.hasLifetime() || (!directives.targeted() && fields.has("expires"));
    }

    /** The corrected initial age of §4.2.3, in milliseconds. */
    static long initialAge(FieldList fields, long requestTime, long responseTime) {
        long date = CacheDate.read(fields, "date", responseTime);
        // Date has no fraction of a second, so neither does the apparent age.
        long apparent = date == HttpDate.NONE ? 0 : Math.max(0, Math.floorDiv(responseTime, 1000L) - date);
        long received = receivedAge(fields) * 1000 + Math.max(0, responseTime - requestTime);
        return Math.max(apparent * 1000, received);
    }

    /** The first member of Age (§5.1); 0 if it is missing or malformed. */
    private static long receivedAge(FieldList fields) {
        String age = fields.get("age");
        if (age == null) {
            return 0;
        }
        int comma = age.indexOf(',');
        return Math.max(0, DeltaSeconds.parse((comma < 0 ? age : age.substring(0, comma)).strip()));
    }

    private static long lifetime(
            CacheResponse response, ResponseDirectives directives, long responseTime, CacheSettings settings) {
        if (directives.sharedMaxAge() != DeltaSeconds.NONE) {
            return directives.sharedMaxAge() * 1000;
        }
        if (directives.maxAge() != DeltaSeconds.NONE) {
            return directives.maxAge() * 1000;
        }
        FieldList fields = response.fields();
        long sent = CacheDate.read(fields, "date", responseTime);
        long sentMillis = sent == HttpDate.NONE ? responseTime : sent * 1000;
        if (!directives.targeted() && fields.has("expires")) {
            long expires = CacheDate.read(fields, "expires", responseTime);
            return expires == HttpDate.NONE ? 0 : Math.max(0, expires * 1000 - sentMillis);
        }
        return heuristic(response, directives, responseTime, sentMillis, settings);
    }

    /** A tenth of the time since the last modification (§4.2.2); none for a response that sets a cookie. */
    private static long heuristic(
            CacheResponse response,
            ResponseDirectives directives,
            long responseTime,
            long sentMillis,
            CacheSettings settings) {
        boolean permitted = Statuses.isCacheableByDefault(response.status()) || directives.isPublic();
        if (!permitted || response.fields().has("set-cookie")) {
            return 0;
        }
        long modified = CacheDate.read(response.fields(), "last-modified", responseTime);
        if (modified != HttpDate.NONE) {
            long unchanged = Math.max(0, sentMillis - modified * 1000);
            return Math.min(unchanged / 10, settings.maxHeuristic().toMillis());
        }
        return response.status() >= 400 ? settings.negativeLifetime().toMillis() : 0;
    }
}
