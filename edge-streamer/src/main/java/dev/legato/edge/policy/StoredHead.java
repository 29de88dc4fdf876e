package dev.legato.edge.policy;

import dev.legato.edge.http.EntityTag;
import dev.legato.edge.http.FieldList;
import dev.legato.edge.http.HttpDate;
import dev.legato.edge.http.Validators;
import org.jspecify.annotations.Nullable;

/**
 * The head of a stored response: what is served, and everything that a decision about it needs.
 *
 * <p>{@link #encode} and {@link #decode} turn it into bytes and back, for a store that keeps it across restarts.
 */
public final class StoredHead {
    /** The most bytes that {@link #encode} returns; a response with more is not stored. */
    public static final int MAX_ENCODED_BYTES = 64 * 1024;

    private final int status;
    private final FieldList fields;
    private final VaryKey varyKey;
    private final Terms terms;
    private final Validators validators;
    private final long date;
    private final long plainlyFreshUntil;

    StoredHead(int status, FieldList fields, VaryKey varyKey, Terms terms) {
        this.status = status;
        this.fields = fields;
        this.varyKey = varyKey;
        this.terms = terms;
        String tag = fields.get("etag");
        this.validators = new Validators(
                tag == null ? null : EntityTag.parse(tag), CacheDate.read(fields, "last-modified", terms.born()));
        this.date = CacheDate.read(fields, "date", terms.born());
        this.plainlyFreshUntil = terms.alwaysValidates() ? Long.MIN_VALUE : terms.freshUntil();
    }

    /** Returns the status code. */
    public int status() {
        return status;
    }

    /** Returns the fields to serve, without Age. */
    public FieldList fields() {
        return fields;
    }

    /** Returns the validators, with which preconditions and ranges of a request are evaluated; the tag may be weak. */
    public Validators validators() {
        return validators;
    }

    /**
     * Returns the tag that slices of one object share, null if there is none. Without it, slices of two responses must
     * not be combined (RFC 9111 §3.4).
     */
    public @Nullable EntityTag strongTag() {
        EntityTag tag = validators.tag();
        return tag == null || tag.weak() ? null : tag;
    }

    /**
     * Whether the response may be served to a request without {@code Cache-Control} and {@code Pragma} and without any
     * further question: one comparison, for the path that most requests take.
     *
     * @param now milliseconds since 1970
     */
    public boolean isPlainlyFresh(long now) {
        return now < plainlyFreshUntil;
    }

    /** Returns the current age in milliseconds (§4.2.3). */
    public long age(long now) {
        return terms.age(now);
    }

    /** Returns for how many milliseconds it stays fresh; negative since it is stale. */
    public long remaining(long now) {
        return terms.freshUntil() - now;
    }

    /**
     * Whether a body that broke off may be kept as a part of the object (RFC 9111 §3.3): the rest can be fetched later
     * only if a strong tag and the complete length are known.
     */
    public boolean mayBeCompleted() {
        String length = fields.get("content-length");
        return status == Statuses.OK
                && strongTag() != null
                && length != null
                && ContentRange.parseLength(length) != ContentRange.UNKNOWN;
    }

    /** Returns the same head, stale from now on, as a soft purge wants it: it is validated before or while it is used. */
    public StoredHead expired(long now) {
        return new StoredHead(status, fields, varyKey, terms.expired(now));
    }

    /** Returns the bytes that {@link #decode} reads, {@link #MAX_ENCODED_BYTES} at most. */
    public byte[] encode() {
        return HeadCodec.encode(this);
    }

    /** Reads what {@link #encode} wrote; null if the bytes are anything else. */
    public static @Nullable StoredHead decode(byte[] bytes) {
        return HeadCodec.decode(bytes);
    }

    /** Returns the request fields that select this response, so that the rest of it can be asked for. */
    public FieldList selectingFields() {
        return varyKey.fields();
    }

    VaryKey varyKey() {
        return varyKey;
    }

    Terms terms() {
        return terms;
    }

    /** When the origin sent it, in seconds since 1970. */
    long date() {
        return date;
    }

    boolean hasValidator() {
        return validators.tag() != null || validators.lastModified() != HttpDate.NONE;
    }
}
