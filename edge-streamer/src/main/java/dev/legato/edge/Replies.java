package dev.legato.edge;

import dev.legato.edge.http.Answer;
import dev.legato.edge.http.ByteRange;
import dev.legato.edge.http.DateField;
import dev.legato.edge.http.Representation;
import dev.legato.edge.http.ResponseFields;
import dev.legato.edge.lane.Lanes;
import dev.legato.edge.metrics.EdgeMetrics;
import dev.legato.edge.metrics.EdgeMetrics.RangeClass;
import dev.legato.runtime.http.Problem;
import dev.legato.runtime.http.ProblemRenderer;
import dev.legato.runtime.http.RequestId;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/** Writes answers by way of Vert.x: status and fields, then the body. */
final class Replies {
    private static final int HTTP2_INTERNAL_ERROR = 2;

    private final ResponseFields fields;
    private final DateField date;
    private final EdgeMetrics metrics;
    private final String boundary;

    /** @param boundary between the parts of multipart bodies; a text no file holds */
    Replies(ResponseFields fields, DateField date, EdgeMetrics metrics, String boundary) {
        this.fields = fields;
        this.date = date;
        this.metrics = metrics;
        this.boundary = boundary;
    }

    /** Answers with the content, or with what its preconditions make of it, and lets it go at the end. */
    void answer(HttpServerRequest request, Content content, Answer answer, long now) {
        Representation representation = content.representation();
        long completeLength = representation.completeLength();
        switch (answer) {
            case Answer.Whole _ -> {
                HttpServerResponse response = begin(request, 200, now);
                describe(response, representation, representation.contentType(), completeLength);
                boolean head = request.method().equals(HttpMethod.HEAD);
                count(200, head ? RangeClass.NONE : RangeClass.WHOLE, content, head ? 0 : completeLength);
                finish(
                        request,
                        content,
                        head || completeLength == 0
                                ? response.end()
                                : content.send(request, new ByteRange(0, completeLength)));
            }
            case Answer.Partial(ByteRange range) -> {
                HttpServerResponse response = begin(request, 206, now);
                describe(response, representation, representation.contentType(), range.length());
                response.putHeader("content-range", range.contentRange(completeLength));
                count(206, RangeClass.ofLength(range.length()), content, range.length());
                finish(request, content, content.send(request, range));
            }
            case Answer.Multipart(var ranges) -> {
                Multipart multipart = Multipart.of(ranges, representation, boundary);
                describe(begin(request, 206, now), representation, multipart.contentType(), multipart.length());
                count(206, RangeClass.MULTIPART, content, multipart.length());
                finish(request, content, content.send(request, multipart));
            }
            case Answer.NotModified _ -> {
                HttpServerResponse response = begin(request, 304, now);
                fields.validate(representation, response::putHeader);
                count(304, RangeClass.NONE, content, 0);
                finish(request, content, response.end());
            }
            case Answer.PreconditionFailed _ -> {
                refuse(request, Refusal.PRECONDITION_FAILED);
                content.release();
            }
            case Answer.Unsatisfiable _ -> {
                request.response().putHeader("content-range", "bytes */" + completeLength);
                refuse(request, Refusal.unsatisfiable(completeLength));
                content.release();
            }
        }
    }

    /** Answers with a problem. */
    void refuse(HttpServerRequest request, Problem problem) {
        HttpServerResponse response = begin(request, problem.status(), date.now());
        String id = RequestId.choose(request);
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
        metrics.count(problem.status());
        done(request, request.method().equals(HttpMethod.HEAD) ? response.end() : response.end(json));
    }

    /** Answers OPTIONS, a browser's preflight or anyone's. */
    void allow(HttpServerRequest request) {
        HttpServerResponse response = begin(request, 204, date.now());
        fields.allow(response::putHeader);
        metrics.count(204);
        done(request, response.end());
    }

    private void count(int status, RangeClass range, Content content, long bytes) {
        metrics.count(status, range, content.representation().rendition(), content.tier(), bytes);
    }

    private HttpServerResponse begin(HttpServerRequest request, int status, long now) {
        return request.response().setStatusCode(status).putHeader("date", date.at(now));
    }

    private void describe(HttpServerResponse response, Representation representation, String contentType, long length) {
        response.putHeader("content-type", contentType).putHeader("content-length", Long.toString(length));
        fields.describe(representation, response::putHeader);
    }

    /** After the head is sent an error can only be a reset, so that nobody takes half a body for a whole one. */
    private static void finish(HttpServerRequest request, Content content, Future<Void> sent) {
        var _ = sent.onComplete(done -> {
            content.release();
            Lanes.answered(request.connection());
            if (done.failed()) {
                var _ = request.version() == HttpVersion.HTTP_2
                        ? request.response().reset(HTTP2_INTERNAL_ERROR)
                        : request.connection().close();
            }
        });
    }

    private static void done(HttpServerRequest request, Future<Void> sent) {
        var _ = sent.onComplete(_ -> Lanes.answered(request.connection()));
    }
}
