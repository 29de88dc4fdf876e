package dev.legato.gateway;

import dev.legato.runtime.http.RequestId;
import dev.legato.runtime.links.HostField;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.ConnectionPoolTooBusyException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request sent on to a service and its answer sent back. What the service does counts for its circuit: an answer,
 * whatever its status, or a connection refused, broken off or silent too long before the answer's head. What the client
 * does counts for nothing: when it goes away, the service's connection is closed and that is all.
 */
final class Exchange {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final Set<HttpMethod> WITHOUT_BODY =
            Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.DELETE, HttpMethod.OPTIONS, HttpMethod.TRACE);

    private final Vertx vertx;
    private final ReceivedRequest received;
    private final HttpServerRequest request;
    private final UpstreamProxy upstream;
    private @Nullable HttpClientRequest sent;
    private long headTimer = -1;
    private State state = State.CONNECTING;

    private enum State {
        CONNECTING,
        WAITING,
        ANSWERED,
        OVER
    }

    Exchange(Vertx vertx, ReceivedRequest received, UpstreamProxy upstream) {
        this.vertx = vertx;
        this.received = received;
        this.request = received.context().request();
        this.upstream = upstream;
    }

    void start() {
        var _ = received.context().addEndHandler(ended -> {
            if (ended.succeeded()) {
                state = State.OVER;
            } else if (state != State.OVER) {
                cut(); // the client left
            }
        });
        var _ = upstream.client()
                .request(upstream.address().setMethod(request.method()).setURI(target()))
                .onSuccess(this::send)
                .onFailure(this::unanswered);
    }

    private void send(HttpClientRequest toSend) {
        toSend.exceptionHandler(
                _ -> {}); // the response's future reports it as well; without this handler Vert.x logs an error
        if (state == State.OVER) {
            var _ = toSend.reset();
            return;
        }
        state = State.WAITING;
        sent = toSend;
        copyHeaders(toSend.headers());
        var _ = toSend.response().onSuccess(this::answer).onFailure(this::unanswered);
        headTimer = vertx.setTimer(upstream.timeout().toMillis(), _ -> {
            unanswered(new TimeoutException("no answer within " + upstream.timeout()));
            var _ = toSend.reset();
        });
        var _ = received.body().length() == 0 ? toSend.end() : toSend.end(received.body());
    }

    private void copyHeaders(MultiMap headers) {
        HopByHop.copy(request.headers(), headers);
        upstream.passIdentity(request, headers);
        @Nullable String host = HostField.own(request);
        headers.set("X-Forwarded-Host", host == null ? "" : host);
        headers.remove(HttpHeaders.HOST).remove(HttpHeaders.EXPECT).remove(HttpHeaders.CONTENT_LENGTH);
        headers.set(RequestId.HEADER, RequestId.of(received.context())).set("X-Forwarded-For", received.address());
        if (received.body().length() > 0 || !WITHOUT_BODY.contains(request.method())) {
            headers.set(
                    HttpHeaders.CONTENT_LENGTH, Integer.toString(received.body().length()));
        }
    }

    private void answer(HttpClientResponse answer) {
        vertx.cancelTimer(headTimer);
        upstream.circuit().succeeded();
        if (state == State.OVER) {
            return;
        }
        state = State.ANSWERED;
        new AnswerPump(answer, received, upstream).start(this::cut);
    }

    /** The service has not answered. */
    private void unanswered(Throwable failure) {
        vertx.cancelTimer(headTimer);
        State before = state;
        if (before == State.ANSWERED || before == State.OVER) {
            return;
        }
        state = State.OVER;
        // Our own connections are all in use: that the service is slow is counted where it does not answer in time.
        boolean busy = before == State.CONNECTING
                && (failure instanceof ConnectionPoolTooBusyException || failure instanceof TimeoutException);
        if (!busy) {
            upstream.circuit().failed();
        }
        LOG.atWarn()
                .addKeyValue("upstream", upstream.label())
                .addKeyValue("requestId", RequestId.of(received.context()))
                .log("{} {}: {}", upstream.label(), busy ? "is busy" : "does not answer", failure.toString());
        received.context()
                .fail(
                        busy
                                ? Problem.unavailable("Too many requests at once; try again soon.")
                                : upstream.doesNotAnswer());
    }

    /** Aborts the exchange and closes the connection to the service. */
    private void cut() {
        state = State.OVER;
        vertx.cancelTimer(headTimer);
        if (sent != null) {
            var _ = sent.reset();
        }
        if (!received.context().response().ended()) {
            var _ = received.context().response().reset();
        }
    }

    /** The request's target in origin form, as it came. */
    private String target() {
        String uri = request.uri();
        if (uri.startsWith("/")) {
            return uri;
        }
        return request.query() == null ? request.path() : request.path() + "?" + request.query();
    }
}
