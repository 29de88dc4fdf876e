package dev.legato.edge.policy;

import dev.legato.edge.http.EntityTag;
import dev.legato.edge.http.FieldList;
import dev.legato.edge.http.HttpDate;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Validation of stored responses (RFC 9111 §4.3).
 *
 * <p>The flow: {@link #conditional} makes the request; a 304 goes to {@link #selectValidated} and {@link #freshen}, and
 * the client's own conditions are then evaluated against the result; a failure goes to {@link Reuse#mayServeInsteadOf};
 * any other response replaces the stored one or is passed on, as {@link Storage} decides.
 */
public final class Validation {
    private static final int MAX_TAGS = 8;
    private static final Set<String> CONDITIONS =
            Set.of("if-match", "if-none-match", "if-modified-since", "if-unmodified-since", "if-range");

    private Validation() {}

    /** Whether a request has conditions, so that a 304 can be the answer to it. */
    public static boolean isConditional(FieldList request) {
        return request.has("if-none-match") || request.has("if-modified-since");
    }

    /** Returns the fields of a request without its conditions, as a fill needs them: a 304 would leave it empty. */
    public static FieldList unconditional(FieldList request) {
        return request.without(CONDITIONS);
    }

    /**
     * Returns the fields of a request that asks the origin whether a stored response is still valid (§4.3.1): those of the
     * client, whose conditions give way to the validators of what is stored. {@code Range} stays; a caller that needs
     * the whole object if it has changed drops it.
     *
     * @param selected the response that the request selects; null if only others are stored
     * @param variants all responses under the key: the tags of up to {@value #MAX_TAGS} are offered, since one of them may
     *     suit a request that selects none
     */
    public static FieldList conditional(FieldList request, @Nullable StoredHead selected, List<StoredHead> variants) {
        FieldList fields = unconditional(request);
        Set<String> tags = new LinkedHashSet<>();
        if (selected != null) {
            addTag(selected, tags);
        }
        variants.forEach(variant -> addTag(variant, tags));
        if (!tags.isEmpty()) {
            fields = fields.with("if-none-match", String.join(", ", tags));
        }
        // Sent as it was received, since some origins compare the text.
        String modified = selected == null || selected.validators().lastModified() == HttpDate.NONE
                ? null
                : selected.fields().get("last-modified");
        return modified == null ? fields : fields.with("if-modified-since", modified);
    }

    private static void addTag(StoredHead head, Set<String> tags) {
        EntityTag tag = head.validators().tag();
        if (tag != null && tags.size() < MAX_TAGS) {
            tags.add(tag.toString());
        }
    }

    /**
     * Returns the stored response that a 304 says is valid (§4.3.4): that with its strong tag; else the most recent one
     * with its weak tag or Last-Modified. A 304 without a validator means the only one that was offered.
     *
     * @param selected as given to {@link #conditional}
     * @return null if it means none of them; the request is then repeated without conditions
     */
    public static @Nullable StoredHead selectValidated(
            FieldList notModified, @Nullable StoredHead selected, List<StoredHead> variants) {
        String text = notModified.get("etag");
        EntityTag tag = text == null ? null : EntityTag.parse(text);
        if (tag != null) {
            return prefer(selected, variants, tag);
        }
        String modified = notModified.get("last-modified");
        if (modified != null) {
            return Selection.latest(
                    selected == null ? variants : List.of(selected),
                    head -> modified.equals(head.fields().get("last-modified")));
        }
        if (variants.size() <= 1) {
            return variants.stream().findFirst().orElse(selected);
        }
        // Without tags, only the date of the selected one was offered.
        boolean tagged = variants.stream().anyMatch(head -> head.validators().tag() != null);
        return tagged ? null : selected;
    }

    private static @Nullable StoredHead prefer(
            @Nullable StoredHead selected, List<StoredHead> variants, EntityTag tag) {
        if (selected != null && matches(selected, tag)) {
            return selected;
        }
        return Selection.latest(variants, head -> matches(head, tag));
    }

    private static boolean matches(StoredHead head, EntityTag tag) {
        EntityTag own = head.validators().tag();
        return own != null && own.opaque().equals(tag.opaque()) && (tag.weak() || !own.weak());
    }

    /**
     * Updates a stored response by the fields of a 304 (§3.2). Those that the stored bytes depend on stay: ETag,
     * Content-Length, Content-Encoding and Content-Range.
     *
     * @param head that of {@link #selectValidated}
     * @param exchange the request that selected it, and the 304
     */
    public static Freshened freshen(StoredHead head, Exchange exchange, CacheSettings settings) {
        FieldList newer = FieldRules.updating(exchange.response().fields(), settings);
        FieldList merged = head.fields().updated(newer);
        if (!newer.has("date")) {
            merged = merged.with("date", HttpDate.format(Math.floorDiv(exchange.responseTime(), 1000L)));
        }
        CacheResponse response = new CacheResponse(head.status(), merged);
        Exchange updated = new Exchange(exchange.request(), response, exchange.requestTime(), exchange.responseTime());
        ResponseDirectives directives = ResponseDirectives.of(merged);
        // The request may have selected another variant, so its values count only if other fields are nominated now.
        boolean sameVary = Objects.equals(merged.get("vary"), head.fields().get("vary"));
        VaryKey varyKey =
                sameVary ? head.varyKey() : VaryKey.of(exchange.request().fields(), merged);
        Terms terms = Terms.of(response, directives, exchange.requestTime(), exchange.responseTime(), settings);
        FieldList stored = FieldRules.stored(merged, directives, exchange.responseTime(), settings);
        StoredHead next = new StoredHead(head.status(), stored, varyKey == null ? head.varyKey() : varyKey, terms);
        boolean storable =
                varyKey != null && HeadCodec.fits(stored, varyKey) && Storage.refusal(updated, directives) == null;
        return new Freshened(next, storable);
    }

    /**
     * Updates a stored response to GET by a 200 to HEAD (§4.3.5): if validators and length agree as far as they are there,
     * its fields are updated, otherwise it is stale from now on.
     *
     * @param exchange the HEAD and its 200; any other status says nothing about what is stored
     */
    public static Freshened afterHead(StoredHead head, Exchange exchange, CacheSettings settings) {
        FieldList fields = exchange.response().fields();
        for (String name : List.of("etag", "last-modified", "content-length")) {
            String value = fields.get(name);
            if (value != null && !value.equals(head.fields().get(name))) {
                return new Freshened(head.expired(exchange.responseTime()), true);
            }
        }
        return freshen(head, exchange, settings);
    }
}
