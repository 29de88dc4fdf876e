package dev.legato.edge;

import dev.legato.edge.http.ByteRange;
import dev.legato.edge.http.Representation;
import java.util.ArrayList;
import java.util.List;

/**
 * The layout of a {@code multipart/byteranges} body (RFC 9110 §14.6).
 *
 * <pre>
 *   --BOUNDARY
 *   Content-Type: audio/flac
 *   Content-Range: bytes 0-99/12345
 *
 *   …100 bytes…
 *   --BOUNDARY--
 * </pre>
 *
 * @param length of the whole body, in bytes
 */
record Multipart(String contentType, List<CopiedBody.Part> parts, String end, long length) {
    /**
     * Lays out a body.
     *
     * @param boundary a text that no file contains
     */
    static Multipart of(List<ByteRange> ranges, Representation representation, String boundary) {
        List<CopiedBody.Part> parts = new ArrayList<>(ranges.size());
        long length = 0;
        for (ByteRange range : ranges) {
            String head = (parts.isEmpty() ? "--" : "\r\n--") + boundary + "\r\nContent-Type: "
                    + representation.contentType() + "\r\nContent-Range: "
                    + range.contentRange(representation.completeLength()) + "\r\n\r\n";
            CopiedBody.Part part = new CopiedBody.Part(head, range);
            parts.add(part);
            length += part.length();
        }
        String end = "\r\n--" + boundary + "--\r\n";
        return new Multipart("multipart/byteranges; boundary=" + boundary, parts, end, length + end.length());
    }
}
