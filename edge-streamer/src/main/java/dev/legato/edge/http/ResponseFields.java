package dev.legato.edge.http;

/**
 * The fields of answers, in one place for both lanes. Names are in lower case, as HTTP/2 requires.
 *
 * @param allowOrigin value of Access-Control-Allow-Origin: {@code *} or one origin; the same for everyone, so no Vary
 */
public record ResponseFields(String allowOrigin) {
    /** The fields that pages may read in addition to those that the Fetch standard permits to all pages. */
    private static final String EXPOSED =
            "Accept-Ranges, Age, Content-Length, Content-Range, Date, ETag, Retry-After," + " X-Request-Id";

    /**
     * The fields that players send in addition to those that the Fetch standard permits to all pages: hls.js, dash.js
     * and Shaka set Range, and send Authorization and Cache-Control if they are configured to. Range is permitted only
     * in its simplest form.
     */
    private static final String ALLOWED = "Accept, Accept-Language, Authorization, Cache-Control, CMCD-Object,"
            + " CMCD-Request, CMCD-Session, CMCD-Status, Content-Type, If-Match, If-Modified-Since, If-None-Match,"
            + " If-Range, If-Unmodified-Since, Pragma, Range, X-Request-Id";

    /** Takes fields one by one. */
    @FunctionalInterface
    public interface Sink {
        void add(String name, String value);
    }

    /** Adds the fields of every 200 and 206, except for Content-Type, Date, Content-Length and Content-Range. */
    public void describe(Representation representation, Sink sink) {
        sink.add("accept-ranges", "bytes");
        sink.add("x-content-type-options", "nosniff");
        validate(representation, sink);
    }

    /** Adds the fields of a 304: as many as a cache needs (RFC 9110 §15.4.5). */
    public void validate(Representation representation, Sink sink) {
        Validators validators = representation.validators();
        EntityTag tag = validators.tag();
        if (tag != null) {
            sink.add("etag", tag.toString());
        }
        if (validators.hasLastModified()) {
            sink.add("last-modified", HttpDate.format(validators.lastModified()));
        }
        sink.add("cache-control", representation.cacheControl());
        share(sink);
    }

    /** Adds the fields that let pages of other origins read an answer and its timing. */
    public void share(Sink sink) {
        sink.add("access-control-allow-origin", allowOrigin);
        sink.add("access-control-expose-headers", EXPOSED);
        sink.add("timing-allow-origin", allowOrigin);
    }

    /** Adds the fields that answer a preflight. */
    public void allow(Sink sink) {
        sink.add("allow", "GET, HEAD, OPTIONS");
        sink.add("access-control-allow-methods", "GET, HEAD");
        sink.add("access-control-allow-headers", ALLOWED);
        sink.add("access-control-max-age", "86400");
        share(sink);
    }
}
