package dev.legato.edge.policy;

import dev.legato.edge.http.EntityTag;
import dev.legato.edge.http.FieldList;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of an object, as a 206 brings it (RFC 9111 §3.3 and §3.4).
 *
 * @param range the bytes that are there
 * @param strongTag the tag that other parts must share to be combined with this one; null if the part stands alone
 */
public record PartialContent(ContentRange range, @Nullable EntityTag strongTag) {
    /**
     * Reads the part; null if the response has several parts ({@code multipart/byteranges}) or contradicts itself.
     *
     * <p>A Content-Length that differs from Content-Range makes a part with a strong tag useless, since other parts
     * would be placed beside it. A part without one is never combined: if it reaches to the end of the object by its own
     * account, its bytes are believed and the object ends where they end.
     */
    public static @Nullable PartialContent of(FieldList fields) {
        String value = fields.get("content-range");
        ContentRange range = value == null ? null : ContentRange.parse(value);
        if (range == null) {
            return null;
        }
        String tagText = fields.get("etag");
        EntityTag tag = tagText == null ? null : EntityTag.parse(tagText);
        EntityTag strongTag = tag == null || tag.weak() ? null : tag;
        String lengthText = fields.get("content-length");
        long length = lengthText == null ? range.length() : ContentRange.parseLength(lengthText);
        if (length == range.length()) {
            return new PartialContent(range, strongTag);
        }
        if (strongTag != null || length <= 0 || range.endExclusive() != range.completeLength()) {
            return null;
        }
        long end = range.start() + length;
        return new PartialContent(new ContentRange(range.start(), end, end), null);
    }

    /**
     * Whether this part may be stored beside those of a stored response: both have the same strong tag, and do not
     * contradict each other about the complete length.
     */
    public boolean belongsTo(StoredHead head) {
        String stored = head.fields().get("content-length");
        return strongTag != null
                && strongTag.equals(head.strongTag())
                && (stored == null
                        || range.completeLength() == ContentRange.UNKNOWN
                        || stored.equals(Long.toString(range.completeLength())));
    }

    /** Returns the fields of the whole object: without Content-Range, with the complete length if it is known. */
    FieldList wholeFields(FieldList fields) {
        FieldList rest = fields.without(Set.of("content-range", "content-length"));
        return range.completeLength() == ContentRange.UNKNOWN
                ? rest
                : rest.with("content-length", Long.toString(range.completeLength()));
    }
}
