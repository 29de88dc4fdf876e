package dev.legato.edge;

import dev.legato.edge.access.RecordedRequest;
import dev.legato.edge.http.Answer;
import dev.legato.edge.http.ByteRange;
import dev.legato.edge.http.DateField;
import dev.legato.edge.http.FieldList;
import dev.legato.edge.http.Refusal;
import dev.legato.edge.http.Representation;
import dev.legato.edge.http.ResponseFields;
import dev.legato.edge.lane.Lanes;
import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.edge.metrics.EdgeMetrics.RangeClass;
import dev.legato.runtime.http.ProblemRenderer;
import dev.legato.runtime.http.RequestId;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import java.util.Set;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes answers through Vert.x: status and fields, then the body. */
final class Replies {
    private static final Logger LOG = LoggerFactory.getLogger(Replies.class);
    private static final int HTTP2_INTERNAL_ERROR = 2;

    /** The status that nginx logs if a client disconnects before its answer begins. */
    private static final int CLIENT_DISCONNECTED = 499;

    /** As long as manifests are shared for, but for one listener. */
    private static final String UNSHARED = "private, max-age=60, no-transform";

    private static final Set<String> FOR_SHARED_CACHES = Set.of("cdn-cache-control", "surrogate-control");

    private final ResponseFields fields;
    private final DateField date;
    private final EdgeMetrics metrics;
    private final String boundary;

    /** @param boundary between the parts of multipart bodies; a text that no file contains */
    Replies(ResponseFields fields, DateField date, EdgeMetrics metrics, String boundary) {
        this.fields = fields;
        this.date = date;
        this.metrics = metrics;
        this.boundary = boundary;
    }

    /** Gives the answer that was decided on, and releases the content at the end. */
    void answer(RecordedRequest recorded, Content content, Answer answer, long now) {
        HttpServerRequest request = recorded.request();
        if (request.response().closed()) {
            content.release();
            countDisconnected(recorded);
            return;
        }
        Representation representation = content.representation();
        long completeLength = representation.completeLength();
        switch (answer) {
            case Answer.Whole _ -> answerWhole(recorded, content, 200, now);
            case Answer.Partial(ByteRange range) -> {
                HttpServerResponse response = begin(recorded, 206, now);
                add(recorded, content.head(now).described());
                response.putHeader("content-length", Long.toString(range.length()));
                response.putHeader("content-range", content.contentRange(range));
                finish(recorded, content, 206, RangeClass.ofLength(range.length()), content.send(request, range));
            }
            case Answer.Multipart(var ranges) -> {
                Multipart multipart = Multipart.of(ranges, representation, boundary);
                HttpServerResponse response = begin(recorded, 206, now);
                add(recorded, content.head(now).described());
                response.putHeader("content-type", multipart.contentType())
                        .putHeader("content-length", Long.toString(multipart.length()));
                finish(recorded, content, 206, RangeClass.MULTIPART, content.send(request, multipart));
            }
            case Answer.NotModified _ -> {
                HttpServerResponse response = begin(recorded, 304, now);
                add(recorded, content.head(now).validated());
                finish(recorded, content, 304, RangeClass.NONE, Sending.inOnePiece(response.end(), 0));
            }
            case Answer.PreconditionFailed _ -> {
                refuse(recorded, Refusal.PRECONDITION_FAILED);
                content.release();
            }
            case Answer.Unsatisfiable _ -> {
                request.response().putHeader("content-range", "bytes */" + completeLength);
                refuse(recorded, Refusal.unsatisfiable(completeLength));
                content.release();
            }
        }
    }

    /** Answers with a whole representation under a status that may be another than 200. */
    void answerWhole(RecordedRequest recorded, Content content, int status, long now) {
        HttpServerRequest request = recorded.request();
        long length = content.representation().completeLength();
        boolean head = request.method().equals(HttpMethod.HEAD);
        HttpServerResponse response = begin(recorded, status, now);
        add(recorded, content.head(now).described());
        response.putHeader("content-length", Long.toString(length));
        finish(
                recorded,
                content,
                status,
                head ? RangeClass.NONE : RangeClass.WHOLE,
                head || length == 0
                        ? Sending.inOnePiece(response.end(), 0)
                        : content.send(request, new ByteRange(0, length)));
    }

    /**
     * Answers with a body that is sent as it arrives.
     *
     * @param send sends it and ends the response
     * @param giveUp is called instead if the client has disconnected
     */
    void stream(
            RecordedRequest recorded,
            int status,
            FieldList described,
            Function<HttpServerResponse, Sending> send,
            Runnable giveUp) {
        HttpServerRequest request = recorded.request();
        if (request.response().closed()) {
            giveUp.run();
            countDisconnected(recorded);
            return;
        }
        HttpServerResponse response = begin(recorded, status, date.now());
        add(recorded, described);
        boolean chunked = !described.has("content-length")
                && !request.method().equals(HttpMethod.HEAD)
                && status != 204
                && status != 304;
        if (chunked && request.version() == HttpVersion.HTTP_1_1) {
            response.setChunked(true);
        }
        Sending sending = send.apply(response);
        var _ = sending.done().onComplete(done -> {
            long bytes = sending.bytes().getAsLong();
            metrics.count(status, RangeClass.NONE, "other", EdgeMetrics.Tier.ORIGIN, bytes);
            recorded.finished(bytes, done.succeeded());
            Lanes.answered(request.connection());
            if (done.failed() && request.version() == HttpVersion.HTTP_2) {
                var _ = response.reset(HTTP2_INTERNAL_ERROR);
            } else if (done.failed() || (chunked && request.version() == HttpVersion.HTTP_1_0)) {
                var _ = request.connection().close(); // HTTP/1.0 knows no other end of such a body
            }
        });
    }

    /** Answers with a failure of the edge, and logs its cause under the id that the answer carries. */
    void fail(RecordedRequest recorded, Problem problem, String what, Throwable cause) {
        String id = RequestId.choose(recorded.request());
        LOG.atWarn()
                .addKeyValue("requestId", id)
                .addKeyValue("status", problem.status())
                .log("{} with {}, request {}: {}", what, problem.status(), id, cause.toString());
        refuse(recorded, problem, id);
    }

    /**
     * Runs a step of answering. A request whose step throws is answered with 500, or its stream is closed if the answer
     * has begun, so that no client waits for what will not come.
     */
    void guard(RecordedRequest recorded, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            abandon(recorded, e);
        }
    }

    private void abandon(RecordedRequest recorded, RuntimeException thrown) {
        HttpServerRequest request = recorded.request();
        LOG.error("handling a request failed", thrown);
        if (!request.response().headWritten()) {
            fail(recorded, Problem.internal(), "handling a request failed", thrown);
            return;
        }
        recorded.finished(request.response().bytesWritten(), false);
        Lanes.answered(request.connection());
        reset(request);
    }

    /** Answers with a problem. */
    void refuse(RecordedRequest recorded, Problem problem) {
        refuse(recorded, problem, RequestId.choose(recorded.request()));
    }

    private void refuse(RecordedRequest recorded, Problem problem, String id) {
        HttpServerRequest request = recorded.request();
        if (request.response().closed()) {
            countDisconnected(recorded);
            return;
        }
        HttpServerResponse response = begin(recorded, problem.status(), date.now());
        recorded.requestId(id);
        Buffer json = ProblemRenderer.body(problem, id);
        response.putHeader("content-type", "application/problem+json")
                .putHeader("content-length", Integer.toString(json.length()))
                .putHeader("cache-control", "no-store")
                .putHeader("x-request-id", id);
        fields.share(response::putHeader);
        if (problem.status() == 405) {
            response.putHeader("allow", "GET, HEAD, OPTIONS");
        } else if (problem.status() == 503 || problem.status() == 429) {
            response.putHeader("retry-after", "1");
        }
        finish(
                recorded,
                problem.status(),
                request.method().equals(HttpMethod.HEAD)
                        ? Sending.inOnePiece(response.end(), 0)
                        : Sending.inOnePiece(response.end(json), json.length()));
    }

    /** Answers OPTIONS, which may be a browser's preflight. */
    void allow(RecordedRequest recorded) {
        HttpServerResponse response = begin(recorded, 204, date.now());
        fields.allow(response::putHeader);
        finish(recorded, 204, Sending.inOnePiece(response.end(), 0));
    }

    /** Counts a request whose client has disconnected. */
    private void countDisconnected(RecordedRequest recorded) {
        metrics.count(CLIENT_DISCONNECTED, 0);
        recorded.answering(CLIENT_DISCONNECTED);
        recorded.finished(0, false);
    }

    private HttpServerResponse begin(RecordedRequest recorded, int status, long now) {
        recorded.answering(status);
        return recorded.request().response().setStatusCode(status).putHeader("date", date.at(now));
    }

    /** Adds fields; a Date among them replaces the edge's own. */
    private static void add(RecordedRequest recorded, FieldList described) {
        HttpServerResponse response = recorded.request().response();
        FieldList fields = recorded.isUnshared()
                ? described.without(FOR_SHARED_CACHES).with("cache-control", UNSHARED)
                : described;
        if (fields.has("date")) {
            response.headers().remove("date");
        }
        for (FieldList.Line line : fields.lines()) {
            response.headers().add(line.name(), line.value());
        }
    }

    /**
     * Ends an answer. If it fails after its head, the stream is reset, so that nobody takes half a body for a whole
     * one.
     */
    private void finish(RecordedRequest recorded, Content content, int status, RangeClass range, Sending sending) {
        HttpServerRequest request = recorded.request();
        var _ = sending.done().onComplete(done -> {
            long bytes = sending.bytes().getAsLong();
            metrics.count(status, range, content.representation().rendition(), content.tier(), bytes);
            recorded.finished(bytes, done.succeeded());
            content.release();
            Lanes.answered(request.connection());
            if (done.failed()) {
                reset(request);
            }
        });
    }

    /** Cuts an answer short in a way that no client takes for its end. */
    private static void reset(HttpServerRequest request) {
        var _ = request.version() == HttpVersion.HTTP_2
                ? request.response().reset(HTTP2_INTERNAL_ERROR)
                : request.connection().close();
    }

    private void finish(RecordedRequest recorded, int status, Sending sending) {
        var _ = sending.done().onComplete(done -> {
            long bytes = sending.bytes().getAsLong();
            metrics.count(status, bytes);
            recorded.finished(bytes, done.succeeded());
            Lanes.answered(recorded.request().connection());
        });
    }
}
