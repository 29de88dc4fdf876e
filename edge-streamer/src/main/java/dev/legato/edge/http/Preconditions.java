package dev.legato.edge.http;

import static dev.legato.edge.http.RequestFields.Name.IF_MATCH;
import static dev.legato.edge.http.RequestFields.Name.IF_MODIFIED_SINCE;
import static dev.legato.edge.http.RequestFields.Name.IF_NONE_MATCH;
import static dev.legato.edge.http.RequestFields.Name.IF_RANGE;
import static dev.legato.edge.http.RequestFields.Name.IF_UNMODIFIED_SINCE;

import org.jspecify.annotations.Nullable;

/**
 * Conditional requests (RFC 9110 §13), for GET and HEAD of a representation that exists.
 *
 * <p>The order is that of §13.2.2: If-Match, else If-Unmodified-Since; then If-None-Match, else If-Modified-Since; then
 * If-Range. A malformed date is ignored; so is If-Unmodified-Since beside If-Match, and If-Modified-Since beside
 * If-None-Match.
 */
public final class Preconditions {
    private Preconditions() {}

    /** The result of evaluating the preconditions. */
    public enum Outcome {
        PROCEED,
        /** 304 */
        NOT_MODIFIED,
        /** 412 */
        FAILED
    }

    /**
     * Evaluates If-Match to If-Modified-Since.
     *
     * @param now seconds since 1970
     */
    public static Outcome evaluate(RequestFields fields, Validators validators, long now) {
        String ifMatch = fields.get(IF_MATCH);
        if (ifMatch != null) {
            EntityTags tags = EntityTags.parse(ifMatch);
            if (!tags.any() && !validators.matchStrongly(tags.tags())) {
                return Outcome.FAILED;
            }
        } else {
            long since = date(fields.get(IF_UNMODIFIED_SINCE), now);
            if (since != HttpDate.NONE && validators.hasLastModified() && validators.lastModified() > since) {
                return Outcome.FAILED;
            }
        }
        String ifNoneMatch = fields.get(IF_NONE_MATCH);
        if (ifNoneMatch != null) {
            EntityTags tags = EntityTags.parse(ifNoneMatch);
            return tags.any() || validators.matchWeakly(tags.tags()) ? Outcome.NOT_MODIFIED : Outcome.PROCEED;
        }
        long since = date(fields.get(IF_MODIFIED_SINCE), now);
        return since != HttpDate.NONE && validators.hasLastModified() && validators.lastModified() <= since
                ? Outcome.NOT_MODIFIED
                : Outcome.PROCEED;
    }

    /**
     * Evaluates If-Range (§13.1.5): whether {@code Range} applies. A tag must be strongly equal; a date must be equal
     * to Last-Modified, which must be old enough to be a strong validator (§8.8.2.2).
     *
     * @param now seconds since 1970
     */
    public static boolean permitRange(RequestFields fields, Validators validators, long now) {
        String ifRange = fields.get(IF_RANGE);
        if (ifRange == null) {
            return true;
        }
        EntityTag tag = EntityTag.parse(ifRange);
        if (tag != null) {
            return validators.isStronglyEqual(tag);
        }
        return validators.hasLastModified()
                && HttpDate.parse(ifRange, now) == validators.lastModified()
                && validators.lastModified() < now;
    }

    private static long date(@Nullable String value, long now) {
        return value == null ? HttpDate.NONE : HttpDate.parse(value, now);
    }
}
