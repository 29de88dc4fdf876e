package dev.legato.runtime.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;

/** How an answer with a body ends: to HEAD as to GET, with the length and without the bytes (RFC 9110 §9.3.2). */
public final class Answer {
    private Answer() {}

    /** Ends the answer; status and other headers are set already. */
    public static void end(HttpServerRequest request, CharSequence contentType, Buffer body) {
        HttpServerResponse response = request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, contentType)
                .putHeader(HttpHeaders.CONTENT_LENGTH, Integer.toString(body.length()));
        var _ = request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(body);
    }
}
