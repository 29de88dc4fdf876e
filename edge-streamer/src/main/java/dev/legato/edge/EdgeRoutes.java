package dev.legato.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** The edge's doors, by method. */
final class EdgeRoutes implements Handler<HttpServerRequest> {
    private final AudioHandler audio;
    private final Replies replies;
    private final Port port;

    EdgeRoutes(AudioHandler audio, Replies replies, Port port) {
        this.audio = audio;
        this.replies = replies;
        this.port = port;
    }

    @Override
    public void handle(HttpServerRequest request) {
        if (port.isRetiring()) {
            port.answerLast(request);
        }
        switch (request.method().name()) {
            case "GET", "HEAD" -> audio.handle(request);
            case "OPTIONS" -> replies.allow(request);
            default -> replies.refuse(request, Refusal.METHOD_NOT_ALLOWED);
        }
    }
}
