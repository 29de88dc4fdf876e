package dev.legato.edge.policy;

import org.jspecify.annotations.Nullable;

/** What becomes of a request, given the stored response that it selects (RFC 9111 §4). */
public enum Reuse {
    /** Serve the stored response: it is fresh, or the client accepts it stale. */
    SERVE(null),
    /** Serve the stale response at once and validate it meanwhile (RFC 5861 §3). */
    SERVE_AND_REVALIDATE(null),
    /** Validate the stored response, because it is stale or always validated; then serve it. */
    VALIDATE_STALE(CacheStatus.Forward.STALE),
    /** Validate the stored response because the request demands it; then serve it. */
    VALIDATE_FOR_REQUEST(CacheStatus.Forward.REQUEST),
    /** Forward the request: nothing stored matches. */
    FETCH(CacheStatus.Forward.MISS),
    /**
     * Forward the request past the cache: its method is neither GET nor HEAD. {@link Invalidation} follows, and then
     * {@link Storage}, which keeps the response to some POSTs.
     */
    PASS(CacheStatus.Forward.METHOD),
    /** Answer 504: the request wants a stored response or none ({@code only-if-cached}, §5.2.1.7). */
    GATEWAY_TIMEOUT(null);

    private final CacheStatus.@Nullable Forward forward;

    Reuse(CacheStatus.@Nullable Forward forward) {
        this.forward = forward;
    }

    /**
     * Returns why the request is forwarded, for Cache-Status; null if it is not. For {@link #FETCH} the caller knows more:
     * {@code uri-miss} if nothing is stored under the key, {@code vary-miss} if only other variants are.
     */
    public CacheStatus.@Nullable Forward forward() {
        return forward;
    }

    /**
     * Decides about a request. If it has neither {@code Cache-Control} nor {@code Pragma} and {@link
     * StoredHead#isPlainlyFresh}, the answer is {@link #SERVE} and need not be asked for.
     *
     * @param head the selected stored response, null if there is none
     * @param now milliseconds since 1970
     */
    public static Reuse decide(@Nullable StoredHead head, CacheRequest request, long now, CacheSettings settings) {
        if (!request.isRetrieval()) {
            return PASS;
        }
        RequestDirectives wishes = RequestDirectives.of(request.fields(), settings);
        Reuse reuse = head == null ? FETCH : decide(head, wishes, now);
        return wishes.onlyIfCached() && reuse.forward != null ? GATEWAY_TIMEOUT : reuse;
    }

    /**
     * Whether a stale response may be served because the origin cannot be reached or did not answer (§4.2.4). If not, the
     * client gets 502 or 504.
     */
    public static boolean mayServeDisconnected(
            StoredHead head, CacheRequest request, long now, CacheSettings settings) {
        long stated = Math.max(head.terms().staleIfError(), wishedStaleIfError(request, settings));
        long permitted = stated >= 0 ? stated : settings.maxStaleDisconnected().toMillis();
        return !head.terms().forbidsStale() && staleness(head, now) < permitted;
    }

    /**
     * Whether a stale response may be served instead of an answer of the origin: of one that says that the origin failed,
     * if the origin or the client permits it by {@code stale-if-error} (RFC 5861 §4).
     *
     * @param status of the origin's answer
     */
    public static boolean mayServeInsteadOf(
            int status, StoredHead head, CacheRequest request, long now, CacheSettings settings) {
        long permitted = Math.max(head.terms().staleIfError(), wishedStaleIfError(request, settings));
        return Statuses.isFailure(status) && !head.terms().forbidsStale() && staleness(head, now) < permitted;
    }

    private static Reuse decide(StoredHead head, RequestDirectives wishes, long now) {
        Terms terms = head.terms();
        if (terms.alwaysValidates()) {
            return VALIDATE_STALE;
        }
        long remaining = head.remaining(now);
        boolean fresh = remaining > 0;
        // A reload sends max-age=0: on an immutable response it learns nothing new (RFC 8246 §2). no-cache does count.
        boolean tooOld = exceeds(terms.age(now), wishes.maxAge()) && !(fresh && terms.immutable());
        boolean tooStaleSoon = wishes.minFresh() != DeltaSeconds.NONE && remaining < wishes.minFresh() * 1000;
        if (wishes.noStore() || wishes.noCache() || tooOld || (fresh && tooStaleSoon)) {
            return VALIDATE_FOR_REQUEST;
        }
        if (fresh) {
            return SERVE;
        }
        if (terms.forbidsStale()) {
            return VALIDATE_STALE;
        }
        if (wishes.maxStale() != DeltaSeconds.NONE && !exceeds(-remaining, wishes.maxStale())) {
            return SERVE;
        }
        return -remaining < terms.staleWhileRevalidate() ? SERVE_AND_REVALIDATE : VALIDATE_STALE;
    }

    /** Whether milliseconds are more than a number of seconds, if there is one. A reload's 0 is exceeded by any age. */
    private static boolean exceeds(long millis, long seconds) {
        return seconds != DeltaSeconds.NONE
                && (seconds == 0 || (seconds <= DeltaSeconds.MAX && millis > seconds * 1000));
    }

    private static long staleness(StoredHead head, long now) {
        return Math.max(0, -head.remaining(now));
    }

    private static long wishedStaleIfError(CacheRequest request, CacheSettings settings) {
        long seconds = RequestDirectives.of(request.fields(), settings).staleIfError();
        return seconds == DeltaSeconds.NONE ? DeltaSeconds.NONE : seconds * 1000;
    }
}
