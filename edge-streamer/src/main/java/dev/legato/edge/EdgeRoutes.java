package dev.legato.edge;

import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;

/** The edge's doors, by method. */
final class EdgeRoutes implements Handler<HttpServerRequest> {
    private final AudioHandler audio;
    private final Replies replies;

    EdgeRoutes(AudioHandler audio, Replies replies) {
        this.audio = audio;
        this.replies = replies;
    }

    @Override
    public void handle(HttpServerRequest request) {
        switch (request.method().name()) {
            case "GET", "HEAD" -> audio.handle(request);
            case "OPTIONS" -> replies.allow(request);
            default -> replies.refuse(request, Refusal.METHOD_NOT_ALLOWED);
        }
    }
}
