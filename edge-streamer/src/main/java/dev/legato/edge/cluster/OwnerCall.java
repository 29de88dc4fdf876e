package dev.legato.edge.cluster;

import dev.legato.edge.http.FieldList;
import dev.legato.edge.origin.OriginCall;
import dev.legato.edge.origin.OriginException;
import dev.legato.edge.origin.OriginRequest;
import dev.legato.edge.origin.OriginResponse;
import dev.legato.edge.origin.Origins;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A request for an owner. If it gives no sign of life in time, the next one is asked, and at last an origin. While an owner
 * waits for an origin it sends interim responses, see {@link Heartbeat}; so one that is stopped is told from one that is
 * waiting. Runs on the caller's context.
 */
final class OwnerCall {
    private static final Logger LOG = LoggerFactory.getLogger(OwnerCall.class);

    private final Vertx vertx;
    private final EdgeClients clients;
    private final FailedEdges failed;
    private final HopMarker marker;
    private final Supplier<String> purges;
    private final long deadlineMs;
    private final OriginRequest request;
    private final Iterator<EdgeNode> owners;
    private final Supplier<Future<OriginResponse>> origin;
    private final Promise<OriginResponse> promise = Promise.promise();
    private @Nullable OriginCall current;
    private long timer = -1;

    /**
     * @param purges those that an owner must know to be asked, as {@link PurgeExchange#format} writes them
     * @param owners in the order in which they are asked
     * @param origin asks an origin
     */
    OwnerCall(
            Vertx vertx,
            EdgeClients clients,
            FailedEdges failed,
            HopMarker marker,
            Supplier<String> purges,
            long deadlineMs,
            OriginRequest request,
            List<EdgeNode> owners,
            Supplier<Future<OriginResponse>> origin) {
        this.vertx = vertx;
        this.clients = clients;
        this.failed = failed;
        this.marker = marker;
        this.purges = purges;
        this.deadlineMs = deadlineMs;
        this.request = request;
        this.owners = owners.iterator();
        this.origin = origin;
    }

    Future<OriginResponse> start() {
        next();
        return promise.future();
    }

    private void next() {
        Origins client = null;
        EdgeNode node = null;
        while (client == null && owners.hasNext()) {
            node = owners.next();
            client = failed.mayBeAsked(node) ? clients.of(node) : null;
        }
        if (client == null || node == null) {
            askOrigin();
        } else {
            ask(node, client);
        }
    }

    private void ask(EdgeNode node, Origins client) {
        String known = purges.get();
        FieldList signed = request.fields()
                .with(HopMarker.FIELD, marker.sign(HopMarker.Kind.FETCH, request.method(), request.target()));
        FieldList fields = known.isEmpty() ? signed : signed.with(PurgeExchange.KNOWN, known);
        OriginRequest marked = new OriginRequest(
                request.method(),
                request.target(),
                fields,
                null,
                request.client(),
                (hints, status) -> interim(node, hints, status));
        OriginCall call = client.begin(marked);
        current = call;
        await(node);
        var _ = call.response()
                .onSuccess(response -> answered(node, call, response))
                .onFailure(failure -> failed(node, call, failure));
    }

    /** Gives an owner until the deadline for its next sign of life. */
    private void await(EdgeNode node) {
        vertx.cancelTimer(timer);
        timer = vertx.setTimer(deadlineMs, _ -> {
            LOG.debug("{} gave no sign of life within {} ms", node.name(), deadlineMs);
            OriginCall silent = current;
            current = null;
            if (silent != null) {
                silent.cancel();
                failed.failed(node);
                next();
            }
        });
    }

    private void interim(EdgeNode node, FieldList hints, int status) {
        if (current == null) {
            return;
        }
        await(node);
        if (!hints.has(HopMarker.FIELD)) {
            request.interim().accept(hints, status);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the call under way or one that was given up
    private void answered(EdgeNode node, OriginCall call, OriginResponse response) {
        if (current != call) {
            response.cancel();
            return;
        }
        done();
        failed.answered(node);
        if (response.fields().has(HopMarker.FIELD)) {
            // The owner has no answer of an origin, only one of its own.
            LOG.debug("{} answered {} itself", node.name(), response.status());
            response.cancel();
            next();
        } else if (isOtherVersion(response)) {
            response.cancel();
            askOrigin();
        } else {
            promise.complete(response);
        }
    }

    /** Whether the owner stores another version than the one whose slices are wanted: an origin knows which one counts. */
    private boolean isOtherVersion(OriginResponse response) {
        String tag = request.fields().get("if-range");
        return tag != null
                && !(response.status() == 206 && tag.equals(response.fields().get("etag")));
    }

    @SuppressWarnings("ReferenceEquality")
    private void failed(EdgeNode node, OriginCall call, Throwable failure) {
        if (current != call) {
            return;
        }
        done();
        if (failure instanceof OriginException known) {
            switch (known.kind()) {
                case REQUEST, LOOP, CANCELLED -> promise.fail(failure);
                // All connections are in use: that says nothing about the owner.
                case BUSY -> next();
                default -> {
                    LOG.debug("{} failed: {}", node.name(), known.toString());
                    failed.failed(node);
                    next();
                }
            }
        } else {
            promise.fail(failure);
        }
    }

    private void askOrigin() {
        var _ = origin.get().onComplete(promise);
    }

    private void done() {
        current = null;
        vertx.cancelTimer(timer);
    }
}
