package dev.legato.edge.access;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/**
 * A request that Vert.x has read, with the record of its answer.
 *
 * @param exchange null if this one is not recorded
 * @param isUnshared whether no cache that others use may store the answer
 * @param ended is called at the end of the answer
 */
public record RecordedRequest(
        HttpServerRequest request,
        @Nullable Exchange exchange,
        boolean isUnshared,
        @Nullable Runnable ended) {
    /** Begins a record; {@code log} is null to record nothing. */
    public static RecordedRequest begin(@Nullable AccessLog log, HttpServerRequest request) {
        Exchange exchange =
                log == null ? null : log.begin(request.method().name(), request.uri(), protocol(request.version()));
        return new RecordedRequest(request, exchange == null ? null : exchange.fields(request::getHeader), false, null);
    }

    /** The same request, whose answer is for nobody else. */
    public RecordedRequest unshared() {
        return new RecordedRequest(request, exchange, true, ended);
    }

    /** The same request with something to call at the end of its answer. */
    public RecordedRequest whenEnded(Runnable callback) {
        return new RecordedRequest(request, exchange, isUnshared, callback);
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
        if (ended != null) {
            ended.run();
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
