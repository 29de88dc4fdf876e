package dev.legato.edge.origin;

import dev.legato.edge.http.FieldList;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.streams.ReadStream;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A request for an origin.
 *
 * @param method such as {@code GET}; neither CONNECT nor TRACE
 * @param target path and query in origin form, as it is sent: percent-encoded, beginning with a slash
 * @param fields of the client's request; those of its connection are not sent on, nor is Host
 * @param body null for none
 * @param client who asks, for Forwarded and the like; null if the edge asks for itself
 * @param interim receives the fields and the status of each interim response but 100 (RFC 9110 §15.2)
 */
public record OriginRequest(
        String method,
        String target,
        FieldList fields,
        @Nullable Body body,
        @Nullable Client client,
        ObjIntConsumer<FieldList> interim) {
    /** The length of a body that is sent in chunks. */
    public static final long UNKNOWN_LENGTH = -1;

    /** RFC 9110 §9.2.2. TRACE is one as well, but is never sent. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "PUT", "DELETE", "OPTIONS");

    /**
     * A body to send.
     *
     * @param stream paused, with no handlers; it is read when there is a connection
     * @param length in bytes, which the stream must keep to, or {@link #UNKNOWN_LENGTH}
     */
    public record Body(ReadStream<Buffer> stream, long length) {}

    /**
     * The client that a request came from.
     *
     * @param address its IP address
     * @param scheme by which it asked: {@code http} or {@code https}
     * @param host the Host or :authority it asked; null if there was none
     */
    public record Client(
            String address, String scheme, @Nullable String host) {}

    /** A GET without a body, whose interim responses nobody wants. */
    public static OriginRequest get(String target, FieldList fields) {
        return new OriginRequest("GET", target, fields, null, null, (_, _) -> {});
    }

    /** Whether it may be sent a second time after an origin may have seen it. */
    boolean isRepeatable() {
        return body == null && IDEMPOTENT.contains(method);
    }

    boolean isHead() {
        return method.equals("HEAD");
    }
}
