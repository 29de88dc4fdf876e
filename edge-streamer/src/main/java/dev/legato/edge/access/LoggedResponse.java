package dev.legato.edge.access;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Follows a request that Vert.x answers. */
public final class LoggedResponse {
    private LoggedResponse() {}

    /** Records this request and its answer, if the log wants it. */
    public static void follow(AccessLog log, HttpServerRequest request) {
        Exchange exchange = log.begin(request.method().name(), request.uri(), protocol(request.version()));
        if (exchange == null) {
            return;
        }
        HttpServerResponse response = request.response();
        var _ = exchange.fields(request::getHeader);
        var _ = response.headersEndHandler(_ -> {
            exchange.requestId(response.headers().get("x-request-id"));
            exchange.answering(response.getStatusCode());
        });
        var _ = response.bodyEndHandler(_ -> exchange.finished(response.bytesWritten(), true));
        var _ = response.closeHandler(_ -> exchange.finished(response.bytesWritten(), false));
    }

    private static String protocol(HttpVersion version) {
        return switch (version) {
            case HTTP_1_0 -> "HTTP/1.0";
            case HTTP_1_1 -> "HTTP/1.1";
            case HTTP_2 -> "HTTP/2";
        };
    }
}
