package dev.legato.edge.access;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * A request that Vert.x has read, with the record of its answer.
 *
 * @param exchange null if this one is not recorded
 */
public record RecordedRequest(
        HttpServerRequest request, @Nullable Exchange exchange) {
    /** Begins a record; {@code log} is null to record nothing. */
    public static RecordedRequest begin(@Nullable AccessLog log, HttpServerRequest request) {
        Exchange exchange =
                log == null ? null : log.begin(request.method().name(), request.uri(), protocol(request.version()));
        return new RecordedRequest(request, exchange == null ? null : exchange.fields(request::getHeader));
    }

    /** Says that the answer begins. */
    public void answering(int status) {
        if (exchange != null) {
            exchange.answering(status);
        }
    }

    /** Sets the id that the answer carries. */
    public void requestId(String id) {
        if (exchange != null) {
            exchange.requestId(id);
        }
    }

    /**
     * Ends the record.
     *
     * @param bodyBytes that the connection has taken
     * @param whole whether those are all
     */
    public void finished(long bodyBytes, boolean whole) {
        if (exchange != null) {
            exchange.finished(bodyBytes, whole);
        }
    }

    private static String protocol(HttpVersion version) {
        return switch (version) {
            case HTTP_1_0 -> "HTTP/1.0";
            case HTTP_1_1 -> "HTTP/1.1";
            case HTTP_2 -> "HTTP/2";
        };
    }
}
