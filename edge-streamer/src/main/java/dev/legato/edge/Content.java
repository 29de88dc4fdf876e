package dev.legato.edge;

import dev.legato.edge.http.ByteRange;
import dev.legato.edge.http.HeadFields;
import dev.legato.edge.http.Representation;
import dev.legato.edge.metrics.EdgeMetrics.Tier;
import io.vertx.core.http.HttpServerRequest;

/** The content of an answer: an open file, or bytes in memory. */
interface Content {
    Representation representation();

    /**
     * What the head of an answer says about it.
     *
     * @param seconds since 1970, when the answer is given
     */
    HeadFields head(long seconds);

    /** The value of Content-Range for one range. */
    default String contentRange(ByteRange range) {
        return range.contentRange(representation().completeLength());
    }

    /** Where it was found, for counting. */
    Tier tier();

    /** Sends one range and ends the response; the fields are set already. */
    Sending send(HttpServerRequest request, ByteRange range);

    /** Sends several ranges as {@code multipart/byteranges} and ends the response. */
    Sending send(HttpServerRequest request, Multipart multipart);

    /** Releases it at the end of the answer; called once. */
    void release();
}
