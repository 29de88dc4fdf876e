package dev.legato.edge.policy;

import dev.legato.edge.http.FieldList;
import org.jspecify.annotations.Nullable;

/**
 * Whether a response may be stored (RFC 9111 §3).
 *
 * <p>A response that sets a cookie is stored only if the origin states its lifetime or calls it {@code public}. A 403,
 * which an object store sends for what is missing and for what is forbidden alike, is stored only if the origin states
 * its lifetime, as the RFC has it for every status that is not cacheable by default.
 */
public final class Storage {
    private Storage() {}

    /**
     * Decides when the head of a response has arrived. A body that does not arrive whole is dropped afterwards, or kept as
     * a part if {@link StoredHead#mayBeCompleted}.
     */
    public static StoreDecision decide(Exchange exchange, CacheSettings settings) {
        CacheResponse response = exchange.response();
        FieldList fields = response.fields();
        ResponseDirectives directives = ResponseDirectives.of(fields);
        if (!isStorableMethod(exchange, directives)) {
            return StoreDecision.Refuse.METHOD;
        }
        if (RequestDirectives.of(exchange.request().fields(), settings).noStore()) {
            return StoreDecision.Refuse.NO_STORE;
        }
        StoreDecision.Refuse refusal = refusal(exchange, directives);
        if (refusal != null) {
            return refusal;
        }
        VaryKey varyKey = VaryKey.of(exchange.request().fields(), fields);
        if (varyKey == null) {
            return StoreDecision.Refuse.VARY;
        }
        PartialContent part = null;
        if (response.status() == Statuses.PARTIAL_CONTENT) {
            part = PartialContent.of(fields);
            if (part == null) {
                return StoreDecision.Refuse.PART;
            }
        }
        Terms terms = Terms.of(response, directives, exchange.requestTime(), exchange.responseTime(), settings);
        FieldList stored = FieldRules.stored(fields, directives, exchange.responseTime(), settings);
        if (!HeadCodec.fits(stored, varyKey) || !SurrogateTags.of(fields).isComplete()) {
            return StoreDecision.Refuse.TOO_LARGE;
        }
        StoredHead head = part == null
                ? new StoredHead(response.status(), stored, varyKey, terms)
                : new StoredHead(Statuses.OK, part.wholeFields(stored), varyKey, terms);
        return isReusable(head, exchange.responseTime(), settings)
                ? new StoreDecision.Store(head, part)
                : StoreDecision.Refuse.NOT_REUSABLE;
    }

    /** Says why status, directives or Authorization forbid that a response is kept; null if they do not. */
    static StoreDecision.@Nullable Refuse refusal(Exchange exchange, ResponseDirectives directives) {
        int status = exchange.response().status();
        FieldList request = exchange.request().fields();
        if (!Statuses.isReusable(status)) {
            return StoreDecision.Refuse.STATUS;
        }
        if (directives.mustUnderstand() && !Statuses.isUnderstood(status)) {
            return StoreDecision.Refuse.NOT_UNDERSTOOD;
        }
        // A cache that understands must-understand ignores the no-store beside it (§5.2.2.3).
        if (directives.noStore() && !directives.mustUnderstand()) {
            return StoreDecision.Refuse.NO_STORE;
        }
        if (directives.isPrivate()) {
            return StoreDecision.Refuse.PRIVATE;
        }
        if (request.has("authorization") && !directives.permitsAuthorized()) {
            return StoreDecision.Refuse.AUTHORIZATION;
        }
        FieldList fields = exchange.response().fields();
        boolean storable = Terms.isExplicit(fields, directives)
                || directives.isPublic()
                || (Statuses.isCacheableByDefault(status) && !fields.has("set-cookie"));
        return storable ? null : StoreDecision.Refuse.NOT_REUSABLE;
    }

    /**
     * GET; and POST if the origin states a lifetime and names the target as what it returned (RFC 9110 §9.3.3): the
     * response then answers later GETs.
     */
    private static boolean isStorableMethod(Exchange exchange, ResponseDirectives directives) {
        CacheRequest request = exchange.request();
        FieldList fields = exchange.response().fields();
        if (!request.method().equals("POST")) {
            return request.method().equals("GET");
        }
        String location = fields.get("content-location");
        return exchange.response().status() == Statuses.OK
                && Terms.isExplicit(fields, directives)
                && location != null
                && request.target().equals(Invalidation.resolve(request.target(), location));
    }

    /** Whether a stored response can serve anybody: fresh for a while, after validation, or stale. */
    private static boolean isReusable(StoredHead head, long now, CacheSettings settings) {
        Terms terms = head.terms();
        return head.hasValidator()
                || head.isPlainlyFresh(now)
                || terms.staleWhileRevalidate() > 0
                || terms.staleIfError() > 0
                || (settings.honourRequestDirectives() && !terms.forbidsStale() && terms.lifetime() > 0);
    }
}
