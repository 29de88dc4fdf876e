package dev.legato.edge;

import dev.legato.contracts.ProblemType;
import dev.legato.contracts.SignedPath;
import dev.legato.edge.access.RecordedRequest;
import dev.legato.edge.guard.ConnectionWatch;
import dev.legato.edge.lane.Lanes;
import dev.legato.edge.stream.Streams;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Lets a request for audio through if its player may play, and ends the answer when it no longer may. */
final class StreamGate {
    private static final int HTTP2_CANCEL = 8;

    private final Vertx vertx;
    private final Streams streams;
    private final Replies replies;

    StreamGate(Vertx vertx, Streams streams, Replies replies) {
        this.vertx = vertx;
        this.streams = streams;
        this.replies = replies;
    }

    /**
     * Lets a request through, or refuses it.
     *
     * @param link one that counts streams
     * @param next answers the request
     */
    void pass(RecordedRequest recorded, SignedPath link, Consumer<RecordedRequest> next) {
        Context context = vertx.getOrCreateContext();
        var _ = streams.admit(link).onSuccess(waitMs -> {
            if (Vertx.currentContext() == context) {
                decided(recorded, link, waitMs, context, next);
            } else {
                context.runOnContext(_ -> decided(recorded, link, waitMs, context, next));
            }
        });
    }

    private void decided(
            RecordedRequest recorded, SignedPath link, long waitMs, Context context, Consumer<RecordedRequest> next) {
        HttpServerRequest request = recorded.request();
        if (waitMs > 0) {
            long seconds = TimeUnit.MILLISECONDS.toSeconds(waitMs + 999);
            request.response().putHeader("retry-after", Long.toString(seconds));
            replies.refuse(recorded, displaced(link.limits().streams(), seconds));
        } else if (request.method().equals(HttpMethod.HEAD) || isCache(request)) {
            next.accept(recorded);
        } else {
            next.accept(recorded.whenEnded(streams.deliver(link, () -> context.runOnContext(_ -> cut(request)))));
        }
    }

    /** A cache in front fetches for others as well, so that what is sent to it is not cut off. */
    private static boolean isCache(HttpServerRequest request) {
        ConnectionWatch watch = Lanes.watch(request.connection());
        return watch != null && watch.isTrusted();
    }

    private static void cut(HttpServerRequest request) {
        if (request.version() == HttpVersion.HTTP_2) {
            var _ = request.response().reset(HTTP2_CANCEL);
        } else {
            Lanes.abort(request.connection());
        }
    }

    private static Problem displaced(int streams, long seconds) {
        String plan = streams == 1 ? "one player at a time" : streams + " players at a time";
        return Problem.of(
                ProblemType.TOO_MANY_STREAMS,
                "Music has started on another player of yours, and your plan allows %s. To listen here instead, press play in %d seconds."
                        .formatted(plan, seconds),
                null);
    }
}
