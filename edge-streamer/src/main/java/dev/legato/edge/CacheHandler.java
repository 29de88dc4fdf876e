package dev.legato.edge;

import dev.legato.contracts.ProblemType;
import dev.legato.edge.access.RecordedRequest;
import dev.legato.edge.address.Addresses;
import dev.legato.edge.address.RecentAddresses;
import dev.legato.edge.cache.CachedFile;
import dev.legato.edge.cache.ClientRequest;
import dev.legato.edge.cache.HttpCache;
import dev.legato.edge.cache.Outcome;
import dev.legato.edge.cache.Upstream;
import dev.legato.edge.cluster.EdgeCluster;
import dev.legato.edge.cluster.Heartbeat;
import dev.legato.edge.guard.ConnectionWatch;
import dev.legato.edge.http.Answer;
import dev.legato.edge.http.ByteRange;
import dev.legato.edge.http.DateField;
import dev.legato.edge.http.FieldList;
import dev.legato.edge.http.Preconditions;
import dev.legato.edge.http.Refusal;
import dev.legato.edge.lane.Lanes;
import dev.legato.edge.origin.OriginException;
import dev.legato.edge.origin.OriginRequest;
import dev.legato.edge.origin.ProxyFields;
import dev.legato.edge.policy.AcceptEncoding;
import dev.legato.edge.policy.CacheRequest;
import dev.legato.edge.policy.ClientConditions;
import dev.legato.runtime.problem.Problem;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Handles requests of a caching edge: calls the steps in order and does none of them itself. */
final class CacheHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CacheHandler.class);
    private static final int EARLY_HINTS = 103;
    private static final Set<String> OF_EDGES = Set.of(EdgeCluster.MARKER, EdgeCluster.KNOWN);
    private static final Problem FORGED =
            Problem.of(ProblemType.FORBIDDEN, "The request does not come from an edge of this cluster.", null);

    private final Vertx vertx;
    private final RecentAddresses addresses;
    private final HttpCache cache;
    private final @Nullable EdgeCluster cluster;
    private final CopiedBody copied;
    private final DateField date;
    private final Replies replies;
    private final StreamGate gate;

    /** @param cluster null if no other edge asks this one */
    CacheHandler(
            Vertx vertx,
            RecentAddresses addresses,
            HttpCache cache,
            @Nullable EdgeCluster cluster,
            CopiedBody copied,
            DateField date,
            Replies replies,
            StreamGate gate) {
        this.vertx = vertx;
        this.addresses = addresses;
        this.cache = cache;
        this.cluster = cluster;
        this.copied = copied;
        this.date = date;
        this.replies = replies;
        this.gate = gate;
    }

    void handle(RecordedRequest recorded) {
        EdgeCluster.Hop hop = cluster == null ? null : cluster.hop(recorded.request());
        switch (hop) {
            case null -> handleListener(recorded);
            case FETCH -> handleEdge(recorded);
            case PURGES -> tellPurges(recorded);
            case FORGED -> {
                LOG.warn(
                        "refused a request of {} with another edge's marker that is forged, or whose clock or secret differs",
                        recorded.request().remoteAddress());
                refuseEdge(recorded, FORGED);
            }
        }
    }

    private void handleListener(RecordedRequest recorded) {
        switch (addresses.read(recorded.request().uri(), date.now())) {
            case Addresses.Refused refused -> replies.refuse(recorded, refused.problem());
            case Addresses.Granted granted -> answerListener(recorded, granted);
            case Addresses.Counted(var granted, var _)
            when !isRetrieval(recorded.request().method().name()) -> answerListener(recorded, granted);
            case Addresses.Counted(var granted, var link) ->
                gate.pass(recorded, link, next -> answerListener(next, granted));
            case Addresses.Substituted(var granted) -> answerListener(recorded.unshared(), granted);
        }
    }

    private void answerListener(RecordedRequest recorded, Addresses.Granted granted) {
        answer(recorded, granted, client(recorded.request(), granted.key(), Upstream.Reach.EDGES));
    }

    private void answer(RecordedRequest recorded, Addresses.Granted granted, ClientRequest client) {
        cache.answer(client)
                .onSuccess(outcome -> replies.guard(recorded, () -> reply(recorded, granted, client, outcome)))
                .onFailure(failure -> replies.fail(
                        recorded, Problem.internal(), "answering %s failed".formatted(granted.key()), failure));
    }

    /** Answers another edge: it has checked the link, and asks for a key. */
    private void handleEdge(RecordedRequest recorded) {
        HttpServerRequest request = recorded.request();
        ConnectionWatch watch = Lanes.watch(request.connection());
        if (watch != null) {
            watch.trust(); // it asks for many listeners
        }
        String key = request.uri().substring(1);
        ClientRequest client = client(request, key, Upstream.Reach.ORIGINS);
        if (Objects.requireNonNull(cluster).isBehind(request)) {
            refuseEdge(recorded, Refusal.BUSY);
            return;
        }
        Heartbeat.begin(vertx, request.response());
        answer(recorded, new Addresses.Granted(key, null), client);
    }

    private void tellPurges(RecordedRequest recorded) {
        Buffer json = Objects.requireNonNull(cluster).missed(recorded.request());
        FieldList fields = FieldList.of(
                "content-type", "application/json",
                "cache-control", "no-store",
                "content-length", Integer.toString(json.length()));
        replies.stream(
                recorded, 200, fields, response -> Sending.inOnePiece(response.end(json), json.length()), () -> {});
    }

    /** Marks an answer as this edge's own, so that the edge that asks does not take it for an origin's. */
    private void refuseEdge(RecordedRequest recorded, Problem problem) {
        recorded.request().response().putHeader(EdgeCluster.MARKER, "refused");
        replies.refuse(recorded, problem);
    }

    private ClientRequest client(HttpServerRequest request, String key, Upstream.Reach reach) {
        CacheRequest wanted = new CacheRequest(
                request.method().name(), '/' + key, fields(request).without(OF_EDGES));
        OriginRequest.Client client = new OriginRequest.Client(
                request.remoteAddress().hostAddress(),
                request.isSSL() ? "https" : "http",
                request.authority() == null ? null : request.authority().toString());
        return new ClientRequest(
                wanted, body(request), client, reach, (hints, status) -> interim(request, hints, status));
    }

    /** The fields to send on: codings in the one form by which variants are told apart, and this cache in Via. */
    private FieldList fields(HttpServerRequest request) {
        MultiMap headers = request.headers();
        List<FieldList.Line> lines = new ArrayList<>(headers.size());
        headers.forEach((name, value) -> lines.add(new FieldList.Line(name, value)));
        FieldList fields = new FieldList(lines);
        return ProxyFields.withVia(fields, request.version(), cache.pseudonym())
                .with("accept-encoding", AcceptEncoding.normalize(fields.get("accept-encoding")));
    }

    /** The body of a request that has one, paused until it is sent on. */
    private static OriginRequest.@Nullable Body body(HttpServerRequest request) {
        String length = request.getHeader("content-length");
        // HTTP/2 announces a body by nothing but an open stream, and a GET's end may be on its way.
        boolean isOpen = request.version() == HttpVersion.HTTP_2
                ? length == null && !isRetrieval(request.method().name())
                : request.getHeader("transfer-encoding") != null;
        if (request.isEnded() || (!isOpen && (length == null || length.equals("0")))) {
            return null;
        }
        request.pause();
        return new OriginRequest.Body(request, length == null ? OriginRequest.UNKNOWN_LENGTH : Long.parseLong(length));
    }

    /** Hands hints on; a client is told of no other interim response. */
    private static void interim(HttpServerRequest request, FieldList hints, int status) {
        if (status == EARLY_HINTS && !request.response().headWritten()) {
            MultiMap headers = MultiMap.caseInsensitiveMultiMap();
            hints.lines().forEach(line -> headers.add(line.name(), line.value()));
            var _ = request.response().writeEarlyHints(headers);
        }
    }

    private void reply(RecordedRequest recorded, Addresses.Granted granted, ClientRequest client, Outcome outcome) {
        CacheRequest request = client.request();
        boolean fromEdge = client.reach() == Upstream.Reach.ORIGINS;
        long now = date.now();
        switch (outcome) {
            case Outcome.Stored(CachedFile file, var status, var part) -> {
                CachedContent content = new CachedContent(file, status, part, granted.link(), copied);
                if (file.isGrowing()) {
                    boolean head = request.method().equals("HEAD");
                    replies.stream(
                            recorded,
                            file.status(),
                            content.head(now).described(),
                            response -> head
                                    ? GrowingBody.sendNone(file, response)
                                    : new GrowingBody(file, response, Vertx.currentContext()).send(),
                            file::release);
                } else if (file.status() == 200 && isRetrieval(request.method())) {
                    replies.answer(recorded, content, decide(recorded, request, file, now), now);
                } else {
                    replies.answerWhole(recorded, content, file.status(), now);
                }
            }
            case Outcome.Passed(var response, var fields, var _) ->
                replies.stream(
                        recorded,
                        response.status(),
                        fields,
                        to -> PassedBody.send(recorded.request(), response, to),
                        response::cancel);
            case Outcome.Failed _, Outcome.NotStored _ when fromEdge -> refuseEdge(recorded, Refusal.BUSY);
            case Outcome.Failed(OriginException cause, var status) -> {
                recorded.request().response().putHeader("cache-status", status.toString());
                replies.fail(
                        recorded, problem(cause), "asking the origin for %s failed".formatted(granted.key()), cause);
            }
            case Outcome.NotStored _ ->
                replies.refuse(
                        recorded,
                        Problem.of(
                                ProblemType.GATEWAY_TIMEOUT,
                                "The request wants a stored response only, and none is stored.",
                                null));
        }
    }

    private static boolean isRetrieval(String method) {
        return method.equals("GET") || method.equals("HEAD");
    }

    private static Answer decide(RecordedRequest recorded, CacheRequest request, CachedFile file, long now) {
        if (ClientConditions.evaluate(request, file.storedHead(), now * 1000) == Preconditions.Outcome.NOT_MODIFIED) {
            return Answer.NotModified.NOT_MODIFIED;
        }
        Answer answer = Answer.decide(
                request.method().equals("HEAD"),
                new HeaderFields(recorded.request().headers()),
                file.representation(),
                now);
        ByteRange part = file.part();
        if (part == null) {
            return answer;
        }
        boolean lies = request.method().equals("HEAD")
                || (answer instanceof Answer.Partial(ByteRange wanted)
                        && wanted.start() >= part.start()
                        && wanted.endExclusive() <= part.endExclusive());
        // The origin has answered with another part than was asked for.
        return lies ? answer : new Answer.Partial(part);
    }

    private static Problem problem(OriginException cause) {
        return switch (cause.kind()) {
            case REQUEST -> Problem.of(ProblemType.INVALID_REQUEST, "The request cannot be sent on.", null);
            case LOOP ->
                Problem.of(ProblemType.LOOP_DETECTED, "The request has passed this edge before (CDN-Loop).", null);
            case BUSY, UNAVAILABLE -> Problem.of(ProblemType.UNAVAILABLE, "The origin is not available.", null);
            case TIMEOUT, STALLED ->
                Problem.of(ProblemType.GATEWAY_TIMEOUT, "The origin did not answer in time.", null);
            case CREDENTIALS, CONNECT, RESET, PROTOCOL, TRUNCATED, CANCELLED ->
                Problem.of(ProblemType.BAD_GATEWAY, "The origin did not answer as it should.", null);
        };
    }
}
