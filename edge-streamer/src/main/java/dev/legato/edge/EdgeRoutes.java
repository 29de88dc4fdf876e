package dev.legato.edge;

import dev.legato.edge.access.AccessLog;
import dev.legato.edge.access.RecordedRequest;
import dev.legato.edge.guard.ConnectionWatch;
import dev.legato.edge.guard.RefusedRequest;
import dev.legato.edge.http.Refusal;
import dev.legato.edge.lane.Lanes;
import dev.legato.runtime.problem.Problem;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Routes requests by method. */
final class EdgeRoutes implements Handler<HttpServerRequest> {
    private final ContentServer content;
    private final Replies replies;
    private final Port port;
    private final @Nullable AccessLog log;
    private final Duration drain;

    /**
     * @param log null to record nothing
     * @param drain how long answers under way may take on an HTTP/2 connection that has made all its requests
     */
    EdgeRoutes(ContentServer content, Replies replies, Port port, @Nullable AccessLog log, Duration drain) {
        this.content = content;
        this.replies = replies;
        this.port = port;
        this.log = log;
        this.drain = drain;
    }

    @Override
    public void handle(HttpServerRequest request) {
        RecordedRequest recorded = RecordedRequest.begin(log, request);
        if (port.isRetiring()) {
            port.answerLast(request);
        }
        if (request.version() == HttpVersion.HTTP_2 && !admit(recorded)) {
            return;
        }
        replies.guard(recorded, () -> route(recorded));
    }

    private void route(RecordedRequest recorded) {
        String method = recorded.request().method().name();
        switch (method) {
            case "GET", "HEAD" -> content.handle(recorded);
            case "OPTIONS" -> replies.allow(recorded);
            default -> {
                if (content.handles(method)) {
                    content.handle(recorded);
                } else {
                    replies.refuse(recorded, Refusal.METHOD_NOT_ALLOWED);
                }
            }
        }
    }

    /**
     * Counts a request of an HTTP/2 connection, and closes that with its last one; false if it came too soon and is
     * refused.
     */
    private boolean admit(RecordedRequest recorded) {
        HttpServerRequest request = recorded.request();
        ConnectionWatch watch = Lanes.watch(request.connection());
        if (watch == null) {
            return true;
        }
        RefusedRequest refused = watch.refusal();
        boolean last = watch.isNextLast();
        watch.requestRead();
        if (refused != null || last) {
            var _ = request.connection().shutdown(drain.toMillis(), TimeUnit.MILLISECONDS);
        }
        if (refused != null) {
            replies.refuse(recorded, Refusal.refused(refused.status(), refused.reason()));
        }
        return refused == null;
    }

    /** Answers a request that is malformed or came too soon; Vert.x closes the connection afterwards. */
    void refuseMalformed(HttpServerRequest request) {
        Problem problem =
                switch (request.decoderResult().cause()) {
                    case RefusedRequest refused -> Refusal.refused(refused.status(), refused.reason());
                    case TooLongHttpLineException _ -> Refusal.refused(414, "request line: too long");
                    case TooLongHttpHeaderException _ -> Refusal.refused(431, "fields: too long");
                    default -> Refusal.malformed("request: not HTTP/1.1 as RFC 9112 defines it");
                };
        request.response().putHeader("connection", "close");
        replies.refuse(RecordedRequest.begin(log, request), problem);
    }
}
